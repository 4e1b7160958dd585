import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import type { Metrics } from '../run/metrics-row.js';
import type { Batch } from './batches.js';
import type { TrainingFeed } from './data-parts.js';
import type { ReadyPhase } from './ready-phases.js';

/** What a batch gave: means over its examples. */
export interface BatchResult {
  /** What is minimised; of several phases, by the first that updates the graph of the model. */
  readonly loss: number;
  readonly metrics: Metrics;
  /** Of an update: sums of the gradients by the names of their weights, NaN or infinite where an element is. */
  readonly gradients?: Metrics;
}

/** One step to be done, an update or several of each phase: everything that changes from step to step, as data. */
export interface Update {
  readonly batch: Batch;
  /** Steps done before this one; it names the random stream of layers that draw themselves, such as dropout. */
  readonly step: number;
  /** Of the training; a phase with a learning rate of its own scales it. */
  readonly learningRate: number;
  /** The objective's, at this step. */
  readonly coefficients: Coefficients;
}

/** The metrics of a batch at the present weights. */
export interface Evaluator {
  /** @param coefficients the objective's. */
  evaluate(batch: Batch, coefficients: Coefficients): Promise<BatchResult>;
}

/**
 * (state, batch, noise) to (state, metrics): the state is the model's weights and the optimizer's, which a step may
 * hold where it computes until `settle` is called.
 */
export interface TrainingStep extends Evaluator {
  /**
   * How many consecutive updates it would like to be given at once from here on, 1 at least; asked before each `train`.
   * Training can be stopped between calls only, so a step that likes many keeps a call short.
   */
  readonly stride: number;

  /**
   * Does the steps one after another, and in each the updates of all phases in turn. Gives the result of each step, at the
   * weights before each update. With `skipNonFinite` a step in which a loss, metric or gradient is not finite leaves weights
   * and optimizers as they were.
   *
   * @param updates of one epoch, their batches of equal size, in order.
   */
  train(updates: readonly Update[]): Promise<BatchResult[]>;

  /** Brings the variables of the model and the optimizer up to date with the updates done. Called before they are read. */
  settle(): Promise<void>;

  /** Lets go of what it holds, after `settle`; no call follows. */
  dispose(): void;
}

export interface StepOptions {
  readonly model: LatentVariableModel;
  readonly objective: Objective;
  /** The phases of the objective, with the optimizer of each. */
  readonly phases: readonly ReadyPhase[];
  /** The data of training, which a step may keep at hand where they are fixed. */
  readonly data: TrainingFeed;
  /** Names the random streams. */
  readonly seed: number;
  readonly skipNonFinite?: boolean | undefined;
}

/** Makes the step of a training. */
export type CreateStep = (options: StepOptions) => TrainingStep | Promise<TrainingStep>;
