import { entryOf } from '@helmholtz/base';
import { type Tensor, dispose, tensor, tidy } from '@tensorflow/tfjs-core';

import type { NamedTensors } from '../graph/conditional.js';
import { RandomStream } from '@helmholtz/distributions';
import { type DataVariable, sizeOf } from '../training/dataset.js';

/** Examples in plain memory: `count` arrays of `shape`, one after another. */
export interface Examples {
  readonly count: number;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Examples of several variables by name, the same number of each. */
export type NamedExamples = ReadonlyMap<string, Examples>;

/**
 * Reads examples of a variable, or of a data set with one variable.
 *
 * @param indices positions of the examples in the data set.
 * @param seed seed of data that are random, such as sampled binarization.
 *
 * @example
 * ```ts
 * import { readExamples } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 *
 * const data = arrayDataset({ name: 'rows', shape: [2], data: [[0, 1], [2, 3], [4, 5]] });
 * console.log(readExamples(data, [2, 0]).values); // Float32Array(4) [ 4, 5, 0, 1 ]
 * ```
 */
export function readExamples(variable: DataVariable, indices: readonly number[], seed = 0): Examples {
  const values = new Float32Array(indices.length * sizeOf(variable.shape));
  variable.read(indices, values, new RandomStream(seed, 'examples'));
  return { count: indices.length, shape: variable.shape, values };
}

export const BATCH = 250;

/** Returns the examples in [start, end) as a tensor [end - start, ...shape]. */
export function rows({ values, shape }: Examples, start: number, end: number): Tensor {
  const size = sizeOf(shape);
  return tensor(values.slice(start * size, end * size), [end - start, ...shape]);
}

/** Returns the examples in [start, end) as tensors, by name. */
export function namedRows(examples: NamedExamples, start: number, end: number): NamedTensors {
  return Object.fromEntries([...examples].map(([name, values]) => [name, rows(values, start, end)]));
}

/**
 * Applies `compute` to examples in batches, which bounds the memory, and concatenates the results.
 *
 * @param compute maps the range [start, end) to tensors [end - start, ...shape] by name.
 */
export async function namedInBatches(
  count: number,
  compute: (start: number, end: number) => NamedTensors,
): Promise<NamedExamples> {
  const joined = new Map<string, Examples>();
  for (let start = 0; start < count; start += BATCH) {
    const end = Math.min(start + BATCH, count);
    const results = tidy(() => compute(start, end));
    for (const [name, result] of Object.entries(results)) {
      const shape = result.shape.slice(1);
      if (start === 0) joined.set(name, { count, shape, values: new Float32Array(count * sizeOf(shape)) });
      entryOf(joined, name).values.set(await result.data(), start * sizeOf(shape));
    }
    dispose(results);
  }
  return joined;
}

/**
 * Applies `compute` to examples in batches, which bounds the memory, and concatenates the results.
 *
 * @param compute maps the range [start, end) to a tensor [end - start, ...shape].
 *
 * @example
 * ```ts
 * import { inBatches } from '@helmholtz/core';
 * import { ones } from '@tensorflow/tfjs-core';
 *
 * const { count, shape } = await inBatches(1000, (start, end) => ones([end - start, 2]));
 * console.log(count, shape); // 1000 [ 2 ]
 * ```
 */
export async function inBatches(
  count: number,
  compute: (start: number, end: number) => Tensor,
): Promise<Examples> {
  const joined = await namedInBatches(count, (start, end) => ({ result: compute(start, end) }));
  return joined.get('result') ?? { count, shape: [], values: new Float32Array(0) };
}
