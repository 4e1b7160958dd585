import { arrayDataset } from '../array-dataset.js';
import { uint8 } from '../arrays/element-types.js';
import type { ArrayFile } from '../arrays/open-array.js';
import { toLabels } from '../checks.js';
import type { BytesMeaning } from '../arrays/bytes-meaning.js';
import type { Dataset } from '../dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { streamDataset } from '../stream/stream-dataset.js';
import { chunksOf } from '../fitted/element-moments.js';
import { greyscale } from '../transforms/greyscale.js';
import type { NpyArray } from './read-npy.js';

export interface NpyDatasetOptions {
  readonly name: string;
  /** File that errors name; `name` by default. */
  readonly file?: string | undefined;
  /** Examples along its first axis. In memory, by `readNpy`, or left in its file, by `openNpy`. */
  readonly array: NpyArray | ArrayFile;
  /** Class of each example, from 0 to at most 255; -1 or NaN for an example without one. */
  readonly labels?: NpyArray | undefined;
  /** Meaning of an array of uint8. By default `grey`, or `numbers` if all values are 0 and 1. */
  readonly bytes?: BytesMeaning | undefined;
}

/**
 * Creates a data set from .npy files, with optional labels. NaN is a missing value.
 *
 * Arrays of uint8 are grey levels and are divided by 255, unless `bytes` is `numbers` or all values
 * are 0 and 1. Images of uint8 without an axis of channels get one. Other types are not rescaled.
 *
 * @throws HelmholtzError (`data`) for a single number, or labels that do not fit.
 *
 * @example
 * ```ts
 * import { npyDataset } from '@helmholtz/datasets';
 *
 * const array = { path: 'x.npy', type: 'float32', shape: [2, 3], data: new Float32Array(6) };
 * console.log(npyDataset({ name: 'x', array }).shape); // [ 3 ]
 * ```
 */
export function npyDataset({ name, file, array, labels, bytes }: NpyDatasetOptions): Dataset {
  const { shape: axes, type } = 'header' in array ? { ...array.header, type: array.header.type.name } : array;
  if (axes.length === 0) {
    throw new HelmholtzError('data', `${array.path} holds one number, not an array of examples.`, {
      hint: 'Its first axis is that of the examples.',
    });
  }
  const [size = 0, ...example] = axes;
  if (labels && labels.data.length !== size) {
    throw new HelmholtzError(
      'data',
      `${labels.path} has labels of shape [${labels.shape.join(', ')}], and ${array.path} has ${size} examples.`,
      { hint: 'Give one label for each example: an array of shape [examples].' },
    );
  }
  const isBytes = type === uint8.name;
  const shape = example.length === 0 || (isBytes && example.length === 2) ? [...example, 1] : example;
  const facts = { name, shape, labels: labels && toLabels(labels.path, labels.data) };
  const examples =
    'header' in array
      ? streamDataset({ ...facts, file: array })
      : arrayDataset({ ...facts, data: array.data, missing: true });
  const dataset = file === undefined ? examples : { ...examples, file };
  // Numbers of another type stay as they are, and so do the same numbers as bytes later.
  if (!isBytes) return { ...dataset, bytes: 'numbers' };
  const meaning = bytes ?? meaningOf(dataset);
  return { ...(meaning === 'grey' ? greyscale(dataset) : dataset), bytes: meaning };
}

/** Zeros and ones are no grey levels. The first value above 1 decides, so few chunks are read. */
function meaningOf(dataset: Dataset): BytesMeaning {
  for (const values of chunksOf(dataset)) if (values.some((value) => value > 1)) return 'grey';
  return 'numbers';
}
