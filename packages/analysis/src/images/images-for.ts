import { HelmholtzError, nearest } from '@helmholtz/base';
import { LABEL, type LatentVariableModel, sizeOf } from '@helmholtz/core';
import { type Dataset, arrayDataset, loadDataset } from '@helmholtz/datasets';
import { decodeImage, fitImage } from '@helmholtz/datasets/images';

import type { OpenedRun } from '../run/open-run.js';
import { unusedOption } from '../run/unused-option.js';
import { whiteOf } from './white.js';

/** A PNG, JPEG or WebP file. */
export interface ImageFile {
  /** Name of the file, for messages. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface ImagesForOptions {
  /** Exchanges black and white, for dark strokes on white paper. */
  readonly invert?: boolean | undefined;
  /** Class of all images, by its number or name. Required by a model that is fed with classes. */
  readonly label?: number | string | undefined;
  /**
   * Called with a line about each change of an image, such as `resized from 280 by 280 to 28 by 28
   * pixels`.
   */
  readonly onChange?: ((line: string) => void) | undefined;
}

/**
 * Prepares image files like the data of a run: grey or in colour, resized, in the middle of black,
 * binarized, padded.
 *
 * @throws HelmholtzError (`usage`) for a label that the model does not take, or lacks; (`usage`,
 * `data`) for a file that is no readable image.
 *
 * @example
 * ```ts
 * import { openRun, reconstruct } from '@helmholtz/analysis';
 * import { imagesFor } from '@helmholtz/analysis/images';
 * import { readFile } from 'node:fs/promises';
 *
 * export async function reconstructed(folder: string, image: string) {
 *   const run = await openRun(folder);
 *   const files = [{ name: image, bytes: await readFile(image) }];
 *   return reconstruct(run, { data: await imagesFor(run, files, { invert: true }) });
 * }
 * ```
 */
export async function imagesFor(
  { model, spec, test }: Pick<OpenedRun, 'model' | 'spec' | 'test'>,
  files: readonly ImageFile[],
  { invert = false, label: given, onChange }: ImagesForOptions = {},
): Promise<Dataset> {
  const label = numberOfClass(given, test);
  checkLabel(model, label);
  const { binarization, padding } = spec.data;
  // The margin of padded data stays empty: a digit is as large in a file as it is in the data.
  const { fitted } = test;
  const known = fitted?.form === 'array' ? fitted : undefined;
  const shape = known?.unpadded ?? test.shape;
  const white = whiteOf(test);
  const data: Float32Array[] = [];
  for (const { name, bytes } of files) {
    const decoded = await decodeImage(name, bytes, known?.images ? 'white' : 'black');
    const pixels = invert ? decoded.pixels.map((value) => 1 - value) : decoded.pixels;
    const { image, changes } = fitImage({ ...decoded, pixels }, shape, known?.images?.fit);
    const all = [...(invert ? ['black and white inverted'] : []), ...changes];
    if (all.length > 0) onChange?.(`${name}: ${all.join(', ')}`);
    data.push(image.pixels.map((value) => white * value));
  }
  const labels = label === undefined ? undefined : data.map(() => label);
  const dataset = arrayDataset({ name: 'images', shape, data, labels });
  const source = {
    name: 'images',
    description: 'image files',
    load: () => Promise.resolve({ train: dataset, test: dataset }),
  };
  return (await loadDataset('images', { binarization, padding, fitted }, [source])).test;
}

function numberOfClass(label: number | string | undefined, { classNames = [] }: Dataset): number | undefined {
  if (typeof label !== 'string') return label;
  const namedClass = classNames.indexOf(label);
  if (namedClass >= 0) return namedClass;
  const value = label.trim() === '' ? NaN : Number(label);
  if (Number.isInteger(value) && value >= 0) return value;
  throw new HelmholtzError('usage', `There is no class "${label}".`, {
    hint: classNames.length > 0 ? nearest(label, classNames) : 'Give its number.',
  });
}

function checkLabel({ inputs }: LatentVariableModel, label: number | undefined): void {
  const input = inputs.find(({ name }) => name === LABEL);
  if (!input) {
    if (label === undefined) return;
    throw unusedOption('label', label, 'the model does not take a class');
  }
  // A single element is 0 or 1.
  const classes = Math.max(sizeOf(input.shape), 2);
  if (label !== undefined && label < classes) return;
  const labelText = label === undefined ? 'no label' : `the label ${label}`;
  throw new HelmholtzError('usage', `The model needs the class of an image. Received: ${labelText}.`, {
    hint: `Give its class, from 0 to ${classes - 1}, such as \`label\` ${Math.min(7, classes - 1)}.`,
  });
}
