import { arrayDataset } from '../array-dataset.js';
import { uint8 } from '../arrays/element-types.js';
import type { ArrayFile } from '../arrays/open-array.js';
import { toLabels } from '../checks.js';
import type { Dataset } from '../dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { streamDataset } from '../stream/stream-dataset.js';
import { greyscale } from '../transforms/greyscale.js';
import type { NpyArray } from './read-npy.js';

export interface NpyDatasetOptions {
  readonly name: string;
  /** Examples along its first axis. In memory, by `readNpy`, or left in its file, by `openNpy`. */
  readonly array: NpyArray | ArrayFile;
  /** Class of each example, from 0 to at most 255; -1 or NaN for an example without one. */
  readonly labels?: NpyArray | undefined;
}

/**
 * Creates a data set, with labels if given, from .npy files. Bytes with two or three axes per
 * example are images: they become grey values in [0, 1] of shape [rows, columns, channels]. Other
 * values are not rescaled. NaN is a missing value.
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
export function npyDataset({ name, array, labels }: NpyDatasetOptions): Dataset {
  const { shape: axes, type } = 'header' in array ? { ...array.header, type: array.header.type.name } : array;
  if (axes.length === 0) {
    throw new HelmholtzError('data', `${array.path} holds one number, not an array of examples.`, {
      hint: 'Its first axis is that of the examples.',
    });
  }
  const [, ...example] = axes;
  const isImage = type === uint8.name && (example.length === 2 || example.length === 3);
  const shape = example.length === 0 || (isImage && example.length === 2) ? [...example, 1] : example;
  const facts = { name, shape, labels: labels && toLabels(labels.path, labels.data) };
  const dataset =
    'header' in array
      ? streamDataset({ ...facts, file: array })
      : arrayDataset({ ...facts, data: array.data, missing: true });
  return isImage ? greyscale(dataset) : dataset;
}
