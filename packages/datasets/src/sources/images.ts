import { HelmholtzError, platform } from '@helmholtz/base';

import { absentPart, type Dataset } from '../dataset.js';
import type { FoundFile } from '../files/find-files.js';
import { imageFiles } from '../images/image-files.js';
import { classesOf } from '../files/classes-of.js';
import { imageDataset } from '../images/image-dataset.js';
import { shapeOfImages } from '../images/image-shape.js';
import { partsOfFolder } from '../files/parts-of-folder.js';
import { readImages, streamImages } from '../images/read-images.js';
import { ownValidation } from './own-validation.js';
import type { DatasetSource } from './source.js';

/** Folders of image files, whose subfolders are classes. */
export const images: DatasetSource<'images'> = {
  name: 'images',
  description:
    'your own images: .png, .jpg and .webp files in a folder, classes by subfolder; or in train and test',
  streams: true,
  takes: ['size', 'channels', 'fit', 'testShare'],
  async load(options) {
    const {
      dataDir: folder,
      files = platform.files,
      stream,
      fitted,
      signal,
      cacheDir,
      onChange,
      onRead,
    } = options;
    if (folder === undefined) {
      throw new HelmholtzError('usage', 'The data set "images" takes a folder, and none was given.', {
        hint: 'Give the folder of the images: --data-dir <folder>, or dataDir in the data of a spec.',
      });
    }
    const { testShare, size, channels } = options;
    const isTrained = fitted !== undefined;
    const { train, validation, test } = await partsOfFolder(folder, {
      files,
      kind: imageFiles,
      testShare,
      isTrained,
      onChange,
    });
    const known = fitted?.form === 'array' ? fitted : undefined;
    const fit = known?.images?.fit ?? options.fit ?? 'crop';
    const { shape, isDeep } = known
      ? { shape: imageShape(known.unpadded ?? known.shape), isDeep: known.bytes === undefined }
      : await shapeOfImages(files, [...train, ...validation, ...test], { size, channels });
    const classNames = known ? known.classNames : classesOf(train, imageFiles.plural);
    const reading = { shape, isDeep, fit, files, background: 'white', signal, onRead } as const;
    const part = async (name: string, found: readonly FoundFile[]): Promise<Dataset> => {
      const array = stream
        ? await streamImages(found, { ...reading, cacheDir })
        : await readImages(found, reading);
      return imageDataset(name, found, array, { fit, classNames });
    };
    if (train.length === 0) {
      const testSet = await part('images/test', test);
      return { train: absentPart('images/train', testSet, () => absent(folder)), test: testSet };
    }
    const own = validation.length > 0;
    if (own && !known) onChange?.(ownValidation('The folder validation', validation.length));
    return {
      train: await part('images/train', train),
      ...(own ? { validation: await part('images/validation', validation) } : {}),
      test: await part('images/test', test),
    };
  },
};

/** Rows, columns and channels of a model's examples. */
function imageShape(shape: readonly number[]): readonly [number, number, 1 | 3] {
  const [rows, columns, channels] = shape;
  if (shape.length === 3 && rows && columns && (channels === 1 || channels === 3))
    return [rows, columns, channels];
  throw new HelmholtzError(
    'data',
    `The model was trained on arrays of shape [${shape.join(', ')}], not on images.`,
    {
      hint: 'Give data of the same kind as the training data.',
    },
  );
}

function absent(folder: string): HelmholtzError {
  return new HelmholtzError('data', `There are no training images in ${folder}.`, {
    hint: 'Put them into its subfolder train, or choose the test set.',
  });
}
