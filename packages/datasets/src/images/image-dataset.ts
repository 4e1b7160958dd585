import { checkLabels } from '../checks.js';
import type { Dataset } from '../dataset.js';
import { labelsOf } from '../files/classes-of.js';
import { npyDataset } from '../npy/npy-dataset.js';
import type { NpyArray } from '../npy/read-npy.js';
import type { ArrayFile } from '../arrays/open-array.js';
import type { FoundFile } from '../files/find-files.js';
import type { ImageFit } from './fit-image.js';

/**
 * Returns decoded images as a data set, with their classes and with their files as identifiers.
 * Images beside the subfolders, and in others than those of the classes, have no class.
 */
export function imageDataset(
  name: string,
  images: readonly FoundFile[],
  array: NpyArray | ArrayFile,
  { fit, classNames }: { readonly fit: ImageFit; readonly classNames: readonly string[] | undefined },
): Dataset {
  const labels = classNames && labelsOf(images, classNames);
  checkLabels(name, images.length, labels, classNames);
  return {
    ...npyDataset({ name, array, bytes: 'grey' }),
    labels,
    classNames,
    identifiers: [{ name: 'file', values: images.map((image) => image.name) }],
    images: { fit },
  };
}
