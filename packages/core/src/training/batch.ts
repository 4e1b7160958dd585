import type { BatchInput } from './data-tensor.js';
import type { HostTensor } from './host-tensor.js';

/**
 * Batch in plain memory: data for each data input of a model, and new noise for each noise input.
 */
export interface Batch {
  readonly size: number;
  /** Positions of the examples in the data set. */
  readonly indices: Uint32Array;
  /** Empty if the data have parts. */
  readonly inputs: readonly BatchInput[];
  readonly noise: readonly HostTensor[];
  /** Noise that the objective owns, by name. */
  readonly drawn: Readonly<Record<string, HostTensor>>;
  /** Batch of each part, if the data have parts. */
  readonly parts?: Readonly<Record<string, PartBatch>> | undefined;
  /**
   * Returns the same examples with other noise, for another update of the same step. Update 0 has
   * the noise of the batch itself.
   */
  redraw(update: number): Batch;
}

/** Batch of one part of the data. */
export interface PartBatch extends Pick<Batch, 'size' | 'indices' | 'noise' | 'drawn'> {
  /** One per data input of the model; undefined if the part has no values for it. */
  readonly inputs: readonly (BatchInput | undefined)[];
}

/** Caches the batch of each update, so that its noise is drawn once. */
export function redrawable(draw: (update: number) => Omit<Batch, 'redraw'>): Batch {
  const batchOfUpdate = new Map<number, Batch>();
  const redraw = (update: number): Batch => {
    let batch = batchOfUpdate.get(update);
    if (!batch) batchOfUpdate.set(update, (batch = { ...draw(update), redraw }));
    return batch;
  };
  return redraw(0);
}
