import { basename } from 'node:path';

import { readFileUpTo } from '@helmholtz/core/run';
import { type Dataset, arrayDataset, loadDataset } from '@helmholtz/datasets';

import type { TestedRun } from '../pictures/run-command.js';
import { whiteOf } from '../report/white.js';
import { decodeImage } from './decode-image.js';
import { fitImage } from './fit-image.js';

const mostBytes = 256 * 2 ** 20;

export interface ImageFilesOptions {
  /** Whether black and white change places, for dark strokes on white paper. */
  readonly invert?: boolean | undefined;
  /** The class of all of them. */
  readonly label?: number | undefined;
}

/** Image files as a data set prepared like that of a run, with a word about what was done to each. */
export async function imageFiles(
  paths: readonly string[],
  { spec, test, terminal, reload }: Pick<TestedRun, 'spec' | 'test' | 'terminal' | 'reload'>,
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
    if (all.length > 0) terminal.status(`${basename(path)}: ${all.join(', ')}`);
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
