import { checkLabels, checkRead, checkShape, toLabels } from './checks.js';
import { exampleLength, type Dataset } from './dataset.js';
import { HelmholtzError } from '@helmholtz/base';

export interface ArrayDatasetOptions {
  readonly name: string;
  /**
   * Values in row-major order: all examples in one flat typed array, or one flat array an example.
   * A typed array is used without a copy, and bytes stay bytes.
   */
  readonly data: Uint8Array | Float32Array | readonly ArrayLike<number>[];
  /** Shape of one example. */
  readonly shape: readonly number[];
  /** Class of each example, from 0 to at most 255; -1 for an example without one. */
  readonly labels?: ArrayLike<number> | undefined;
  readonly classNames?: readonly string[] | undefined;
  /** Whether values may be missing, that is NaN. False by default. */
  readonly missing?: boolean | undefined;
}

/**
 * Creates a data set from numbers in memory. Values are not rescaled.
 *
 * @throws HelmholtzError (`data`) for values that are not finite in float32, an example that does
 * not fit the shape, or invalid labels; (`usage`) for an invalid shape.
 *
 * @example
 * ```ts
 * import { arrayDataset } from '@helmholtz/datasets';
 *
 * const dataset = arrayDataset({ name: 'points', shape: [2], data: [[1, 2], [3, 4], [5, 6]] });
 * console.log(dataset.size, dataset.shape); // 3 [ 2 ]
 * ```
 */
export function arrayDataset(options: ArrayDatasetOptions): Dataset {
  const { name, shape, classNames, missing = false } = options;
  checkShape(name, shape);
  const length = exampleLength(shape);
  const data = isFlat(options.data) ? options.data : flatten(name, options.data, shape);
  if (data.length % length !== 0) {
    throw new HelmholtzError(
      'data',
      `${name}: ${data.length} values are not a whole number of examples of shape [${shape.join(', ')}].`,
      { hint: `Each example takes ${length} values.` },
    );
  }
  if (data.length === 0) {
    throw new HelmholtzError('data', `${name}: there are no examples.`, {
      hint: 'Give one example at least, along the first axis.',
    });
  }
  if (data instanceof Float32Array) checkFinite(name, data, length, missing);
  const size = data.length / length;
  const labels = options.labels && toLabels(name, options.labels);
  checkLabels(name, size, labels, classNames);

  const dataset: Dataset = {
    name,
    size,
    shape,
    labels,
    classNames,
    fixed: true,
    read(indices, out) {
      checkRead(dataset, indices, out);
      for (let i = 0; i < indices.length;) {
        // Neighbours, such as the steps of a window, are copied at once.
        const first = indices[i]!;
        let count = 1;
        while (i + count < indices.length && indices[i + count] === first + count) count++;
        out.set(data.subarray(first * length, (first + count) * length), i * length);
        i += count;
      }
    },
  };
  return dataset;
}

function isFlat(data: ArrayDatasetOptions['data']): data is Uint8Array | Float32Array {
  return data instanceof Uint8Array || data instanceof Float32Array;
}

function flatten(
  name: string,
  examples: readonly ArrayLike<number>[],
  shape: readonly number[],
): Float32Array {
  const length = exampleLength(shape);
  const data = new Float32Array(examples.length * length);
  examples.forEach((example, index) => {
    if (example.length !== length) {
      throw new HelmholtzError(
        'data',
        `${name}: example ${index} has ${example.length} values, but shape [${shape.join(', ')}] takes ${length}.`,
        { hint: 'Flatten each example row-major, and give all of them the same shape.' },
      );
    }
    data.set(example, index * length);
  });
  return data;
}

function checkFinite(name: string, data: Float32Array, length: number, missing: boolean): void {
  const position = data.findIndex((value) => !Number.isFinite(value) && !(missing && Number.isNaN(value)));
  if (position < 0) return;
  const example = Math.floor(position / length);
  throw new HelmholtzError(
    'data',
    `${name}: value ${position % length} of example ${example} is ${data[position]}, not a finite float32 number.`,
    {
      hint: Number.isNaN(data[position])
        ? 'If NaN marks a missing value, allow it: arrayDataset({ missing: true, ... }). Otherwise correct the value.'
        : 'Scale very large numbers before training.',
    },
  );
}
