import type { Optimizer } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';
import type { StoredTensors, TrainingSnapshot } from '../run/snapshot.js';

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

/** A step that was left out: weights and optimizer are as before it. */
export interface SkipEvent {
  readonly epoch: number;
  readonly step: number;
  /** What became NaN or infinite: `kl/z`, `the gradient of generative/kernel`. */
  readonly what: string;
  readonly value: number;
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
  /** Why training ends, as soon as that is known. */
  readonly reason: StopReason | undefined;
  /** Ends training after the current epoch, for a reason that the result carries. */
  stop(reason: StopReason): void;
  /** Brings model and optimizer up to date with the steps done, which costs time where a step holds them elsewhere. */
  settle(): Promise<void>;
  /**
   * All that training depends on at this moment, to go on from: `train(model, { ...options, from: snapshot })`.
   *
   * To be asked for when training begins, at rest and at the end of an epoch: a step may be told of before others of the
   * same execution, whose weights the model has by then.
   *
   * @throws HelmholtzError (`numerics`) where a weight is NaN or infinite: nothing could be gone on from.
   */
  snapshot(): Promise<TrainingSnapshot>;
}

/** What a callback must have back to go on after a break, beside the history, which it is shown when training begins. */
export interface CallbackMemory {
  /** Its name among those of other callbacks. */
  readonly name: string;
  read(): StoredTensors;
  /** Called after `onTrainBegin`, where training goes on from a snapshot. */
  write(tensors: StoredTensors): void;
}

/** Why a training that has a result ended. */
export type StopReason = 'completed' | 'stoppedEarly' | 'interrupted';

/** A listener to training. Every hook is awaited; an error that it throws ends training. */
export interface TrainingCallback {
  readonly memory?: CallbackMemory;
  /** Where training goes on from a snapshot, the state has its history already. */
  onTrainBegin?(state: TrainingState): void | Promise<void>;
  onStep?(event: StepEvent, state: TrainingState): void | Promise<void>;
  onSkip?(event: SkipEvent, state: TrainingState): void | Promise<void>;
  /** Between executions of steps, when all steps done have been told of; and where training is interrupted. */
  onRest?(state: TrainingState): void | Promise<void>;
  onEpochEnd?(row: MetricsRow, state: TrainingState): void | Promise<void>;
  /** Told in any case; `failed` where training ends with an error. */
  onTrainEnd?(reason: StopReason | 'failed', state: TrainingState): void | Promise<void>;
}
