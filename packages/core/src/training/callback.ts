import type { Optimizer } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';
import type { StoredTensors, TrainingSnapshot } from '../run/snapshot.js';

/** Event after a step. */
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

/** Event after a skipped step. Weights and optimizer are unchanged. */
export interface SkipEvent {
  readonly epoch: number;
  readonly step: number;
  /** Name of the NaN or infinite number: `kl/z`, `the gradient of generative/kernel`. */
  readonly what: string;
  readonly value: number;
}

/** State and actions of a training, for callbacks. */
export interface TrainingState {
  /** Current at the end of an epoch and of training. At a step, call `settle` first. */
  readonly model: LatentVariableModel;
  /** Current when the model is. */
  readonly optimizer: Optimizer;
  readonly objective: Objective;
  /**
   * Notes about unusual training data, such as grey values for a Bernoulli likelihood, one line
   * each.
   */
  readonly advice: readonly string[];
  readonly history: readonly MetricsRow[];
  /** Number of finished steps. */
  readonly steps: number;
  /** Reason for the end of training, once it is known. */
  readonly reason: StopReason | undefined;
  /** Ends training after the current epoch. The result contains the reason. */
  stop(reason: StopReason): void;
  /**
   * Updates model and optimizer to the finished steps. It takes time if a step keeps its state on a
   * device.
   */
  settle(): Promise<void>;
  /**
   * Returns the complete state of training, for `train(model, { ...options, from: snapshot })`.
   *
   * Call it when training begins, in `onRest` or in `onEpochEnd`. During `onStep`, the model may
   * already have the weights of later steps.
   *
   * @throws HelmholtzError (`numerics`) if a weight is NaN or infinite: training could not resume.
   */
  snapshot(): Promise<TrainingSnapshot>;
}

/** State that a callback needs to resume, besides the history. */
export interface CallbackMemory {
  /** Unique name among callbacks. */
  readonly name: string;
  read(): StoredTensors;
  /** Restores the state. Called after `onTrainBegin` if training resumes from a snapshot. */
  write(tensors: StoredTensors): void;
}

/** Reason for the end of a training with a result. */
export type StopReason = 'completed' | 'stoppedEarly' | 'interrupted';

/** Listener to training. Every hook is awaited. An error in a hook ends training. */
export interface TrainingCallback {
  readonly memory?: CallbackMemory;
  /**
   * Called before the first step. If training resumes from a snapshot, the state has the history.
   */
  onTrainBegin?(state: TrainingState): void | Promise<void>;
  onStep?(event: StepEvent, state: TrainingState): void | Promise<void>;
  onSkip?(event: SkipEvent, state: TrainingState): void | Promise<void>;
  /**
   * Called between executions of steps, after `onStep` of all finished steps, and when training is
   * interrupted.
   */
  onRest?(state: TrainingState): void | Promise<void>;
  onEpochEnd?(row: MetricsRow, state: TrainingState): void | Promise<void>;
  /** Called in any case, with `failed` if training ends with an error. */
  onTrainEnd?(reason: StopReason | 'failed', state: TrainingState): void | Promise<void>;
}
