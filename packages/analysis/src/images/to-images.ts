import type { Examples } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch } from '@helmholtz/report';

import { inUnitsOfData } from '../generating/units-of-data.js';
import { whiteOf } from './white.js';

/** Examples, flat or not, as images of a data set's shape, from black at 0 to white at 1. */
export function toImages(
  { count, values }: Pick<Examples, 'count' | 'values'>,
  dataset: Dataset,
): ImageBatch {
  const [rows, columns, channels] = dataset.shape as [number, number, number];
  const white = whiteOf(dataset);
  const numbers = inUnitsOfData(dataset, values);
  const pixels = white === 1 ? numbers : numbers.map((value) => value / white);
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
