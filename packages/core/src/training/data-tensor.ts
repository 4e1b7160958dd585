import { RandomStream } from '@helmholtz/distributions';

import { type DataVariable, sizeOf } from './dataset.js';
import { type HostTensor, LazyTensor } from './host-tensor.js';

/** Keys of a random stream. */
export type Keys = readonly (string | number)[];

/** Random stream of a variable in a batch: keys of the pass, the batch, keys of the variable. */
interface DataStream {
  readonly seed: number;
  readonly pass: Keys;
  readonly batch: number;
  readonly variable: Keys;
}

/** Reads examples of a variable into `out`. */
export type ReadData = (
  variable: DataVariable,
  indices: Uint32Array,
  out: Float32Array,
  stream: DataStream,
) => void;

/** Reads examples with one stream for the batch. Used for training, where batches are shuffled. */
export const readBatch: ReadData = (data, indices, out, { seed, pass, batch, variable }) => {
  data.read(indices, out, new RandomStream(seed, ...pass, batch, ...variable));
};

/**
 * Reads examples with a stream for each. Random data, such as sampled binarization, then have the
 * same values in evaluations whose batches differ in size.
 */
export const readEachExample: ReadData = (data, indices, out, stream) => {
  if (data.fixed) return readBatch(data, indices, out, stream);
  const { seed, pass, variable } = stream;
  const length = sizeOf(data.shape);
  indices.forEach((index, row) => {
    const example = out.subarray(row * length, (row + 1) * length);
    data.read([index], example, new RandomStream(seed, ...pass, ...variable, 'example', index));
  });
};

/** Data for one input of a model. */
export interface BatchInput extends HostTensor {
  /**
   * Source of the data. If it is fixed, a step that holds all of it may pick rows by the batch's
   * indices.
   */
  readonly variable: DataVariable;
}

/** Data of a batch, read when they are needed. */
export class DataTensor extends LazyTensor implements BatchInput {
  constructor(
    shape: readonly number[],
    readonly variable: DataVariable,
    read: (out: Float32Array) => void,
  ) {
    super(shape, read);
  }
}
