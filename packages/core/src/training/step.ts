import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import type { Metrics } from '../run/metrics-row.js';
import type { Batch } from './batch.js';
import type { TrainingFeed } from './data-parts.js';
import type { ReadyPhase } from './ready-phases.js';

/** Result of a batch: means over its examples. */
export interface BatchResult {
  /** Minimized loss. With several phases, that of the first that updates the model's graph. */
  readonly loss: number;
  readonly metrics: Metrics;
  /**
   * Sums of the gradients by the names of their weights, for an update. NaN or infinite if an
   * element is.
   */
  readonly gradients?: Metrics;
  /** Values of each example, for the metrics that have them, if an evaluator was asked for them. */
  readonly examples?: Readonly<Record<string, readonly number[]>> | undefined;
}

/** One step to run, with one or more updates per phase, as plain data. */
export interface Update {
  readonly batch: Batch;
  /** Number of steps before this one. It selects the random stream of layers such as dropout. */
  readonly step: number;
  /** Learning rate of the training. A phase with its own learning rate scales it. */
  readonly learningRate: number;
  /** Coefficients of the objective at this step. */
  readonly coefficients: Coefficients;
}

/** Metrics of a batch at the current weights. */
export interface Evaluator {
  /** @param coefficients coefficients of the objective. */
  evaluate(batch: Batch, coefficients: Coefficients): Promise<BatchResult>;
}

/**
 * Training step: a function from state, batch and noise to state and metrics. The state is the
 * weights and the optimizer's state. A step may keep it on a device until `settle` is called.
 */
export interface TrainingStep extends Evaluator {
  /**
   * Preferred number of consecutive updates in the next call of `train`, at least 1. Training can
   * stop only between calls, so a step keeps a call short.
   */
  readonly stride: number;

  /**
   * Runs the steps one after another, and in each the updates of all phases in turn. Returns the
   * result of each step, at the weights before each update. With `skipNonFinite`, a step with a
   * loss, metric or gradient that is not finite changes nothing.
   *
   * @param updates steps of one epoch in order, with batches of equal size.
   */
  train(updates: readonly Update[]): Promise<BatchResult[]>;

  /**
   * Updates the variables of model and optimizer to the finished updates. Called before they are
   * read.
   */
  settle(): Promise<void>;

  /** Frees its memory. Called last, after `settle`. */
  dispose(): void;
}

/** Options of a training step. */
export interface StepOptions {
  readonly model: LatentVariableModel;
  readonly objective: Objective;
  /** Phases of the objective, each with its optimizer. */
  readonly phases: readonly ReadyPhase[];
  /** Training data. A step may keep fixed data on a device. */
  readonly data: TrainingFeed;
  /** Seed of the random streams. */
  readonly seed: number;
  readonly skipNonFinite?: boolean | undefined;
}

/** Creates the step of a training. */
export type CreateStep = (options: StepOptions) => TrainingStep | Promise<TrainingStep>;
