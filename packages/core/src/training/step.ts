import type { Optimizer } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import type { Metrics } from '../run/metrics-row.js';
import type { ClipSpec } from '../spec/schema.js';
import type { Batch } from './batches.js';
import type { Feed } from './feed.js';

/** What a batch gave: means over its examples. */
export interface BatchResult {
  /** What is minimised. */
  readonly loss: number;
  readonly metrics: Metrics;
  /** Of an update: sums of the gradients by the names of their weights, NaN or infinite where an element is. */
  readonly gradients?: Metrics;
}

/** One update to be done: everything that changes from step to step, as data. */
export interface Update {
  readonly batch: Batch;
  /** Steps done before this one; it names the random stream of layers that draw themselves, such as dropout. */
  readonly step: number;
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
   * Does the updates one after another, and gives the result of each at the weights before it. With `skipNonFinite` an
   * update whose loss, metrics or gradients are not all finite leaves weights and optimizer as they were.
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
  readonly optimizer: Optimizer;
  /** The data of training, which a step may keep at hand where they are fixed. */
  readonly data: Feed;
  readonly batchSize: number;
  /** Names the random streams. */
  readonly seed: number;
  readonly clip?: ClipSpec | undefined;
  readonly skipNonFinite?: boolean | undefined;
}

/** Makes the step of a training. */
export type CreateStep = (options: StepOptions) => TrainingStep | Promise<TrainingStep>;
