import type { MetricsRow } from './metrics-row.js';
import type { StoredTensor } from './safetensors.js';

/** The name of the only phase of an objective that has one. */
export const ONLY_PHASE = 'model';

export type StoredTensors = ReadonlyMap<string, StoredTensor>;

/** A mean that is being taken: sums of the metrics by their names, and of the loss, over so many examples. */
export interface PartialMean {
  readonly count: number;
  /** Batches that were left out of it. */
  readonly skipped: number;
  readonly sums: Readonly<Record<string, number>>;
  readonly loss?: number;
}

/** Everything that training depends on between two steps, as data: going on from it gives the bits of going on. */
export interface TrainingSnapshot {
  /** Epochs done. */
  readonly epoch: number;
  /** Steps done, over all epochs. */
  readonly step: number;
  /** Batches done of the epoch underway: 0 between epochs, all of them where its evaluation is still to come. */
  readonly batch: number;
  /** Of the metrics of the epoch underway. */
  readonly average: PartialMean;
  /** A row for each epoch done. */
  readonly history: readonly MetricsRow[];
  readonly weights: StoredTensors;
  /** The state of each phase's optimizer, in its own order, by the name of the phase. */
  readonly optimizers: ReadonlyMap<string, readonly StoredTensor[]>;
  /** What callbacks need back, by their names: the best weights of early stopping. */
  readonly memory: ReadonlyMap<string, StoredTensors>;
}
