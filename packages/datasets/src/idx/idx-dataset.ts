import { arrayDataset } from '../array-dataset.js';
import type { ArrayFile } from '../arrays/open-array.js';
import type { Dataset } from '../dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { streamDataset } from '../stream/stream-dataset.js';
import { greyscale } from '../transforms/greyscale.js';
import type { IdxArray } from './read-idx.js';

export interface IdxDatasetOptions {
  readonly name: string;
  /**
   * Examples, rows, columns; channels may follow. In memory, by `readIdx`, or left in their file,
   * by `openIdx`.
   */
  readonly images: IdxArray | ArrayFile;
  readonly labels?: IdxArray;
  readonly classNames?: readonly string[];
}

/**
 * Creates a data set of images, and labels if given, from IDX files: grey values in [0, 1], shape
 * [rows, columns, channels].
 *
 * @throws HelmholtzError (`data`) if the axes of images or labels do not fit.
 *
 * @example
 * ```ts
 * import { idxDataset } from '@helmholtz/datasets';
 *
 * const images = { path: 'images', shape: [1, 2, 2], data: Uint8Array.of(0, 51, 102, 255) };
 * console.log(idxDataset({ name: 'tiny', images }).shape); // [ 2, 2, 1 ]
 * ```
 */
export function idxDataset({ name, images, labels, classNames }: IdxDatasetOptions): Dataset {
  const { shape: axes } = 'header' in images ? images.header : images;
  const [count, rows, columns, channels = 1] = axes;
  if (axes.length > 4 || count === undefined || rows === undefined || columns === undefined) {
    throw wrongAxes(images.path, axes, 'images have 3 or 4: examples, rows, columns and perhaps channels');
  }
  if (labels && labels.shape.length !== 1)
    throw wrongAxes(labels.path, labels.shape, 'labels have 1: examples');
  if (labels && labels.shape[0] !== count) {
    throw new HelmholtzError(
      'data',
      `${labels.path} has ${labels.shape[0]} labels for the ${count} images of ${images.path}.`,
      {
        hint: 'Take both files from the same set, and the same part of it.',
      },
    );
  }
  const shape = [rows, columns, channels];
  const facts = { name, shape, labels: labels?.data, classNames };
  return greyscale(
    'header' in images
      ? streamDataset({ ...facts, file: images })
      : arrayDataset({ ...facts, data: images.data }),
  );
}

function wrongAxes(path: string, shape: readonly number[], expected: string): HelmholtzError {
  return new HelmholtzError('data', `${path} has ${shape.length} axes; ${expected}.`, {
    hint: 'Check that image and label files are not mixed up.',
  });
}
