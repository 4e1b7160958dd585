import type { Optimizer } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';

export interface StepEvent {
  readonly epoch: number;
  readonly step: number;
  readonly totalSteps: number;
  /** Position within the epoch, from 1. */
  readonly batch: number;
  readonly batches: number;
  /** Means over the epoch so far. */
  readonly train: Metrics;
}

/** What a callback may look at and do. */
export interface TrainingState {
  /** Up to date at the end of an epoch and of training; at a step, after `settle`. */
  readonly model: LatentVariableModel;
  /** Up to date when the model is. */
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  /** What the likelihoods have to say of training data that they take but are seldom meant for, a line each. */
  readonly advice: readonly string[];
  readonly history: readonly MetricsRow[];
  /** Steps done. */
  readonly steps: number;
  /** Ends training after the current epoch, for a reason that the result carries. */
  stop(reason: StopReason): void;
  /** Brings model and optimizer up to date with the steps done, which costs time where a step holds them elsewhere. */
  settle(): Promise<void>;
}

/** Why a training that has a result ended. */
export type StopReason = 'completed' | 'stoppedEarly' | 'interrupted';

/** A listener to training. Every hook is awaited; an error that it throws ends training. */
export interface TrainingCallback {
  onTrainBegin?(state: TrainingState): void | Promise<void>;
  onStep?(event: StepEvent, state: TrainingState): void | Promise<void>;
  onEpochEnd?(row: MetricsRow, state: TrainingState): void | Promise<void>;
  /** Told in any case; `failed` where training ends with an error. */
  onTrainEnd?(reason: StopReason | 'failed', state: TrainingState): void | Promise<void>;
}
