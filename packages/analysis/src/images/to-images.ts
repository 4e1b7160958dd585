import type { Examples } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch } from '@helmholtz/report';

import { inUnitsOfData } from '../generating/units-of-data.js';
import { greyRange } from './grey-range.js';

/**
 * Examples, flat or not, as images of a data set's shape, from black at 0 to white at 1; or as
 * series, in the units of the data. Arrays [rows, columns] are grey images.
 */
export function toImages(
  { count, values }: Pick<Examples, 'count' | 'values'>,
  dataset: Dataset,
): ImageBatch {
  if (isSeries(dataset)) return toLines({ count, values }, dataset);
  const [rows, columns, channels = 1] = dataset.shape as [number, number, number?];
  const { black, white } = greyRange(dataset);
  const numbers = inUnitsOfData(dataset, values);
  const isUnit = black === 0 && white === 1;
  const pixels = isUnit ? numbers : numbers.map((value) => (value - black) / (white - black));
  return { pixels, count, rows, columns, channels };
}

/**
 * Returns the first example of each class, up to `most`, or the first examples if there are no
 * classes.
 */
export function firstOfEachClass({ labels, size }: Pick<Dataset, 'labels' | 'size'>, most: number): number[] {
  if (!labels) return Array.from({ length: Math.min(most, size) }, (_, index) => index);
  const first = new Map<number, number>();
  labels.forEach((label, index) => {
    if (label >= 0 && !first.has(label)) first.set(label, index);
  });
  return [...first]
    .sort(([a], [b]) => a - b)
    .slice(0, most)
    .map(([, index]) => index);
}

function toLines({ count, values }: Pick<Examples, 'count' | 'values'>, dataset: Dataset): ImageBatch {
  const { fitted } = dataset;
  const [rows = 1, columns = 1] = dataset.shape;
  const pixels = inUnitsOfData(dataset, values);
  const range = fitted?.form === 'array' ? fitted.summary : rangeOf(pixels);
  const lines = { minimum: range.minimum, maximum: range.maximum };
  return { pixels, count, rows, columns, channels: 1, lines };
}

function rangeOf(values: Float32Array): { readonly minimum: number; readonly maximum: number } {
  const range = { minimum: Infinity, maximum: -Infinity };
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    range.minimum = Math.min(range.minimum, value);
    range.maximum = Math.max(range.maximum, value);
  }
  return range;
}

/** With more channels, lines hide each other; such arrays are drawn as images. */
const MOST_CHANNELS = 8;

/**
 * Whether examples are series that can be drawn as lines: [steps, channels] with up to 8 channels,
 * or [steps] of padded series.
 *
 * @example
 * ```ts
 * import { isSeries } from '@helmholtz/analysis';
 *
 * console.log(isSeries({ shape: [24, 2] }), isSeries({ shape: [28, 28] })); // true false
 * ```
 */
export function isSeries({
  shape,
  columns,
  padded,
}: Pick<Dataset, 'shape'> & Partial<Pick<Dataset, 'columns' | 'padded'>>): boolean {
  if (columns !== undefined) return false;
  const [steps = 1, channels = 1] = shape;
  return (
    (shape.length === 2 && steps > 1 && channels <= MOST_CHANNELS) ||
    (shape.length === 1 && padded !== undefined)
  );
}

/**
 * Whether examples of a shape are images: [rows, columns, 1] or [rows, columns, 3].
 *
 * @example
 * ```ts
 * import { isImages } from '@helmholtz/analysis';
 *
 * console.log(isImages({ shape: [28, 28, 1] }), isImages({ shape: [784] })); // true false
 * ```
 */
export function isImages({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
}

/**
 * Whether examples are arrays [rows, columns] that are drawn as grey images, such as spectrograms.
 * Up to 8 columns are channels of series.
 *
 * @example
 * ```ts
 * import { isMatrix } from '@helmholtz/analysis';
 *
 * console.log(isMatrix({ shape: [32, 24] }), isMatrix({ shape: [24, 2] })); // true false
 * ```
 */
export function isMatrix({ shape }: { readonly shape: readonly number[] }): boolean {
  const [rows = 1, columns = 1] = shape;
  return shape.length === 2 && rows > 1 && columns > MOST_CHANNELS;
}

/** Whether examples can be drawn: images, series, and arrays [rows, columns]. */
export function canBeDrawn(dataset: Dataset): boolean {
  return isImages(dataset) || isSeries(dataset) || isMatrix(dataset);
}
