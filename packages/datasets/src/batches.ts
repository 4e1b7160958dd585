import { exampleLength, pickLabels, type Dataset, type UniformSource } from './dataset.js';
import { DatasetError } from './errors.js';

export interface Batch {
  /** Number of examples; the last batch may have fewer than asked for. */
  readonly size: number;
  /** Where they are in the data set. */
  readonly indices: Uint32Array;
  /** Their values, `size` times the length of an example. The receiver's to keep. */
  readonly values: Float32Array;
  readonly labels: Uint8Array | undefined;
}

export interface BatchOptions {
  readonly batchSize: number;
  readonly random: UniformSource;
  /** The examples to visit, such as a permutation drawn for this epoch; all, as they come, by default. */
  readonly order?: Uint32Array;
}

/** Reads a data set batch by batch; only one batch at a time is in memory as float32. */
export function* batches(dataset: Dataset, { batchSize, random, order }: BatchOptions): Generator<Batch> {
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new DatasetError('usage', `${dataset.name}: the batch size cannot be ${batchSize}.`, {
      hint: 'Give a positive whole number.',
    });
  }
  const length = exampleLength(dataset.shape);
  const visited = order?.length ?? dataset.size;
  for (let start = 0; start < visited; start += batchSize) {
    const size = Math.min(batchSize, visited - start);
    const indices =
      order?.slice(start, start + size) ?? Uint32Array.from({ length: size }, (_, i) => start + i);
    const values = new Float32Array(size * length);
    dataset.read(indices, values, random);
    yield { size, indices, values, labels: pickLabels(dataset.labels, indices) };
  }
}
