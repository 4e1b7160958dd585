import type { MetricsRow } from './metrics-row.js';
import type { StoredTensor } from './safetensors.js';

/** Name of the phase of an objective with one phase. */
export const ONLY_PHASE = 'model';

export type StoredTensors = ReadonlyMap<string, StoredTensor>;

/** An unfinished mean: sums of the metrics and of the loss over `count` examples. */
export interface PartialMean {
  readonly count: number;
  /** Batches that were skipped. */
  readonly skipped: number;
  readonly sums: Readonly<Record<string, number>>;
  readonly loss?: number;
}

/**
 * Complete state of training between two steps. Resuming from it gives the same bits as not
 * stopping.
 */
export interface TrainingSnapshot {
  /** Complete epochs. */
  readonly epoch: number;
  /** Steps so far, over all epochs. */
  readonly step: number;
  /**
   * Batches done in the current epoch: 0 between epochs, all of them if only its evaluation is
   * missing.
   */
  readonly batch: number;
  /** Means of the metrics in the current epoch. */
  readonly average: PartialMean;
  /** A row for each complete epoch. */
  readonly history: readonly MetricsRow[];
  readonly weights: StoredTensors;
  /** State of each phase's optimizer, in the optimizer's order, by the name of the phase. */
  readonly optimizers: ReadonlyMap<string, readonly StoredTensor[]>;
  /**
   * Tensors that callbacks need to resume, by callback, such as the best weights of early stopping.
   */
  readonly memory: ReadonlyMap<string, StoredTensors>;
}
