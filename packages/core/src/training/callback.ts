import type { Optimizer } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Metrics } from './step.js';

/** What an epoch left: the means of the named terms over the training and the validation set. */
export interface EpochRow {
  /** Counts from 1. */
  readonly epoch: number;
  /** Steps done so far, over all epochs. */
  readonly step: number;
  /** Wall time since training began. */
  readonly seconds: number;
  readonly learningRate: number;
  /** Means over the epoch, as the weights changed. */
  readonly train: Metrics;
  /** Means over the validation set, with the weights at the epoch's end. */
  readonly validation?: Metrics;
}

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
  readonly model: LatentVariableModel;
  readonly optimizer: Optimizer;
  readonly history: readonly EpochRow[];
  /** Ends training after the current epoch, for a reason that the result carries. */
  stop(reason: StopReason): void;
}

export type StopReason = 'completed' | 'stoppedEarly' | 'interrupted';

/** A listener to training. Every hook is awaited; an error that it throws ends training. */
export interface TrainingCallback {
  onTrainBegin?(state: TrainingState): void | Promise<void>;
  onStep?(event: StepEvent, state: TrainingState): void | Promise<void>;
  onEpochEnd?(row: EpochRow, state: TrainingState): void | Promise<void>;
  onTrainEnd?(reason: StopReason, state: TrainingState): void | Promise<void>;
}
