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

/** Options of `train`. */
export interface TrainOptions {
  readonly data: TrainingData;
  /** Validation set, evaluated at the end of each epoch. It selects the best epoch. */
  readonly validation?: TrainingData | undefined;
  /** Test set, evaluated at the end of each epoch. It selects nothing. */
  readonly test?: Dataset | undefined;
  readonly objective: Objective;
  /** Optimizer of the phases without their own. Each of several phases gets a copy. */
  readonly optimizer: Optimizer;
  readonly epochs: number;
  /** Batch size, or one per part of the data. */
  readonly batchSize: BatchSize;
  /** Seed of every random stream of the training; 0 is a valid seed. */
  readonly seed: number;
  /**
   * Learning rate of every step; the optimizer's by default. A phase with its own learning rate
   * scales it.
   */
  readonly schedule?: LearningRateSchedule;
  /** Gradient clipping, for phases without their own. */
  readonly clip?: ClipSpec | undefined;
  /** Reaction to a NaN or infinite loss, metric or gradient; `stop` by default. */
  readonly nonFinite?: 'stop' | 'skip' | undefined;
  readonly callbacks?: readonly TrainingCallback[];
  /** Ends training after the current step. */
  readonly signal?: AbortSignal | undefined;
  /** Initial weights by name; by default the model's own, adapted to the data. */
  readonly weights?: WeightValues | undefined;
  /**
   * Snapshot to resume from, with the same model, data and options. The training continues bit for
   * bit as without a break.
   */
  readonly from?: TrainingSnapshot | undefined;
  /** Factory of the training step; `createEagerStep` by default. */
  readonly createStep?: CreateStep | undefined;
  /** Called after training, also after an interruption, with an evaluator of the final weights. */
  readonly afterwards?: (evaluator: Evaluator, result: TrainingResult) => Promise<void>;
}

/** Result of `train`. */
export interface TrainingResult {
  readonly history: readonly MetricsRow[];
  readonly reason: StopReason;
  readonly steps: number;
  readonly seconds: number;
}
