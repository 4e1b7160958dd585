import { basename } from 'node:path';

import type { Spec } from '@helmholtz/core';
import { readFileUpTo } from '@helmholtz/core/run';
import { type Dataset, type DatasetPair, arrayDataset, loadDataset } from '@helmholtz/datasets';

import { whiteOf } from './white.js';
import { decodeImage } from './decode-image.js';
import { fitImage } from './fit-image.js';

const mostBytes = 256 * 2 ** 20;

export interface ImageFilesOptions {
  /** Whether black and white change places, for dark strokes on white paper. */
  readonly invert?: boolean | undefined;
  /** The class of all of them. */
  readonly label?: number | undefined;
}

/** The data that images are prepared like. */
export interface ImagesLike {
  readonly spec: Spec;
  readonly test: Dataset;
  /** Loads the data again, prepared in another way. */
  readonly reload: (changes: Partial<Spec['data']>) => Promise<DatasetPair>;
  /** Called with a line about what was done to an image. */
  readonly onChange?: (line: string) => void;
}

/** Image files as a data set prepared like that of a run, with a word about what was done to each. */
export async function imageFiles(
  paths: readonly string[],
  { spec, test, reload, onChange }: ImagesLike,
  { invert = false, label }: ImageFilesOptions = {},
): Promise<Dataset> {
  const { binarization, padding } = spec.data;
  // The margin of padded data stays empty: a digit is as large in a file as it is in the data.
  const { shape } = padding === 'none' ? test : (await reload({ padding: 'none' })).test;
  const white = whiteOf(test);
  const data: Float32Array[] = [];
  for (const path of paths) {
    const decoded = decodeImage(path, await readFileUpTo(path, mostBytes));
    const pixels = invert ? decoded.pixels.map((value) => 1 - value) : decoded.pixels;
    const { image, changes } = fitImage({ ...decoded, pixels }, shape);
    const all = [...(invert ? ['black and white exchanged'] : []), ...changes];
    if (all.length > 0) onChange?.(`${basename(path)}: ${all.join(', ')}`);
    data.push(image.pixels.map((value) => white * value));
  }
  const labels = label === undefined ? undefined : data.map(() => label);
  const dataset = arrayDataset({ name: 'images', shape, data, labels });
  const source = {
    name: 'images',
    description: 'image files',
    load: () => Promise.resolve({ train: dataset, test: dataset }),
  };
  return (await loadDataset('images', { binarization, padding }, [source])).test;
}
