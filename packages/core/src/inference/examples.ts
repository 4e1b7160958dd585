import { type Tensor, tidy } from '@tensorflow/tfjs-core';

import { RandomStream } from '../random/stream.js';
import { type DataVariable, sizeOf } from '../training/dataset.js';

/** Examples outside of any backend: `count` of them, each of `shape`, one after another. */
export interface Examples {
  readonly count: number;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Reads examples of a variable, or of a data set of one, by their indices. */
export function readExamples(variable: DataVariable, indices: readonly number[], seed = 0): Examples {
  const values = new Float32Array(indices.length * sizeOf(variable.shape));
  variable.read(indices, values, new RandomStream(seed, 'examples'));
  return { count: indices.length, shape: variable.shape, values };
}

const BATCH = 250;

/**
 * Applies `compute` to examples in batches, which bounds the memory, and joins what it returns.
 *
 * @param compute maps the range [start, end) to a tensor [end - start, ...shape].
 */
export async function inBatches(
  count: number,
  compute: (start: number, end: number) => Tensor,
): Promise<Examples> {
  let joined: { shape: number[]; values: Float32Array } | undefined;
  for (let start = 0; start < count; start += BATCH) {
    const end = Math.min(start + BATCH, count);
    const result = tidy(() => compute(start, end));
    const shape = result.shape.slice(1);
    joined ??= { shape, values: new Float32Array(count * sizeOf(shape)) };
    joined.values.set(await result.data(), start * sizeOf(shape));
    result.dispose();
  }
  return { count, shape: joined?.shape ?? [], values: joined?.values ?? new Float32Array(0) };
}
