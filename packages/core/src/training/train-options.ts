import type { Optimizer } from '@tensorflow/tfjs-core';

import type { Objective } from '../objectives/objective.js';
import type { MetricsRow } from '../run/metrics-row.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import type { ClipSpec } from '../spec/schema.js';
import type { StopReason, TrainingCallback } from './callback.js';
import type { BatchSize, TrainingData } from './data-parts.js';
import type { Dataset } from './dataset.js';
import type { LearningRateSchedule } from './schedules.js';
import type { CreateStep, Evaluator } from './step.js';
import type { WeightValues } from './weights.js';

export interface TrainOptions {
  readonly data: TrainingData;
  /** Held out of training, and evaluated at the end of each epoch to choose by: early stopping, the best checkpoint. */
  readonly validation?: TrainingData | undefined;
  /** Evaluated at the end of each epoch for the record; nothing is chosen by it. */
  readonly test?: Dataset | undefined;
  readonly objective: Objective;
  /** Of the phases without an optimizer of their own; each of several has another like it. */
  readonly optimizer: Optimizer;
  readonly epochs: number;
  /** One for each part where the data have parts. */
  readonly batchSize: BatchSize;
  /** Names every random stream of the training; 0 is a seed. */
  readonly seed: number;
  /** The learning rate of every step; without one the optimizer keeps its own. A phase with its own rate scales it. */
  readonly schedule?: LearningRateSchedule;
  /** Bounds the gradients, but those of a phase that has bounds of its own. */
  readonly clip?: ClipSpec | undefined;
  /** What is done where a loss, metric or gradient of a step is NaN or infinite: `stop` unless given. */
  readonly nonFinite?: 'stop' | 'skip' | undefined;
  readonly callbacks?: readonly TrainingCallback[];
  /** Ends training after the current step. */
  readonly signal?: AbortSignal | undefined;
  /** What the model's weights begin with, by their names; as the model has them, adapted to the data, unless given. */
  readonly weights?: WeightValues | undefined;
  /**
   * Where to go on from, with the model, data and options that it was taken with: what follows is then, bit for bit, what
   * would have followed.
   */
  readonly from?: TrainingSnapshot | undefined;
  /** What the updates are done by: TensorFlow.js, a kernel at a time, unless given. */
  readonly createStep?: CreateStep | undefined;
  /** Called when training has ended, also by an interruption, with what evaluates the weights that it ended with. */
  readonly afterwards?: (evaluator: Evaluator, result: TrainingResult) => Promise<void>;
}

export interface TrainingResult {
  readonly history: readonly MetricsRow[];
  readonly reason: StopReason;
  readonly steps: number;
  readonly seconds: number;
}
