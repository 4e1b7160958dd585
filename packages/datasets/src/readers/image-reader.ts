import { HelmholtzError, nameOf } from '@helmholtz/base';

import { findFiles } from '../files/find-files.js';
import { imageFiles } from '../images/image-files.js';
import { imageDataset } from '../images/image-dataset.js';
import { readImages } from '../images/read-images.js';
import { arrayDataset } from '../array-dataset.js';
import { modelledNames } from '../fitted/apply-table.js';
import type { FittedArray } from '../fitted/fitted.js';
import type { ExampleReader } from './example-reader.js';

/** More than any grey value from 0 to 1. */
const NO_GREY_VALUE = 16;
const BYTE = 255;

/** An image, or a folder of images, fitted to the shape of the training data. */
export const imageReader: ExampleReader = {
  name: 'images',
  description: 'an image, or a folder of images',
  extensions: imageFiles.extensions,
  folders: true,
  async read(path, { fitted, files, signal }) {
    const name = nameOf(path);
    if (fitted.form === 'table') {
      throw new HelmholtzError(
        'usage',
        `${name} is an image or a folder, and the model was trained on a table.`,
        {
          hint: `Give a table with the columns ${modelledNames(fitted).join(', ')}.`,
        },
      );
    }
    const isFolder = (await files.stat(path))?.kind === 'folder';
    const images = isFolder
      ? (await findFiles(files, path, imageFiles)).found
      : [{ path, name, className: undefined }];
    if (images.length === 0) {
      throw new HelmholtzError('usage', `${path} has no images.`, {
        hint: 'Expected files that end in .png, .jpg, .jpeg or .webp. For a folder with train and test, use --data-dir.',
      });
    }
    const fit = fitted.images?.fit ?? 'pad';
    const background = fitted.images ? 'white' : 'black';
    const reading = {
      shape: shapeOf(fitted, name),
      isDeep: fitted.bytes === undefined,
      fit,
      files,
      background,
      signal,
    } as const;
    const array = await readImages(images, reading);
    const dataset = imageDataset(name, images, array, { fit, classNames: fitted.classNames });
    if (fitted.summary.maximum <= NO_GREY_VALUE) return { array: dataset };
    // Arrays of bytes that were not divided by 255.
    const data = Float32Array.from(array.data, (value) => (array.type === 'uint8' ? value : BYTE * value));
    return {
      array: { ...dataset, ...arrayDataset({ name, shape: dataset.shape, data }), bytes: fitted.bytes },
    };
  },
};

function shapeOf({ shape, unpadded = shape }: FittedArray, name: string): readonly [number, number, 1 | 3] {
  const [rows, columns, channels] = unpadded;
  if (unpadded.length === 3 && rows && columns && (channels === 1 || channels === 3))
    return [rows, columns, channels];
  throw new HelmholtzError(
    'usage',
    `${name} is an image, and the model was trained on arrays of shape [${shape.join(', ')}].`,
    {
      hint: 'Give an array of that shape, such as a .npy file.',
    },
  );
}
