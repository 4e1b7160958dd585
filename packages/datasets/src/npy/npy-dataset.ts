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
  /** One class an example, numbered from 0 to at most 255. */
  readonly labels?: NpyArray | undefined;
}

/**
 * Examples, and labels if any, from .npy files. Bytes of two or three axes an example are images, and become grey levels in
 * [0, 1] of shape [rows, columns, channels]; everything else is taken as it is.
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
      : arrayDataset({ ...facts, data: array.data });
  return isImage ? greyscale(dataset) : dataset;
}
