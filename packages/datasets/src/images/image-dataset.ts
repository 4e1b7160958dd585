import { HelmholtzError } from '@helmholtz/base';

import { UNLABELLED, checkLabels } from '../checks.js';
import type { Dataset, Labels } from '../dataset.js';
import { npyDataset } from '../npy/npy-dataset.js';
import type { NpyArray } from '../npy/read-npy.js';
import type { ArrayFile } from '../arrays/open-array.js';
import type { FoundImage } from './find-images.js';
import type { ImageFit } from './fit-image.js';

const MOST_CLASSES = 255;

/** Returns the classes of images: the names of their subfolders, in alphabetical order. */
export function classesOf(images: readonly FoundImage[]): string[] | undefined {
  const names = [...new Set(images.flatMap(({ className }) => className ?? []))].sort();
  if (names.length > MOST_CLASSES) {
    throw new HelmholtzError(
      'data',
      `The images lie in ${names.length} subfolders; up to ${MOST_CLASSES} are classes.`,
      {
        hint: 'Put images that belong to no class beside each other in one folder.',
      },
    );
  }
  return names.length === 0 ? undefined : names;
}

/**
 * Returns decoded images as a data set, with their classes and with their files as identifiers.
 * Images beside the subfolders, and in others than those of the classes, have no class.
 */
export function imageDataset(
  name: string,
  images: readonly FoundImage[],
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

function labelsOf(images: readonly FoundImage[], classNames: readonly string[]): Labels | undefined {
  const labels = Int16Array.from(images, ({ className }) =>
    className === undefined ? UNLABELLED : classNames.indexOf(className),
  );
  // New images need not have a class.
  if (labels.every((label) => label === UNLABELLED)) return undefined;
  return labels.includes(UNLABELLED) ? labels : Uint8Array.from(labels);
}
