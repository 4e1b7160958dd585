import type { Examples } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch } from '@helmholtz/report';

/** Examples, flat or not, as images of a data set's shape. */
export function toImages(
  { count, values }: Pick<Examples, 'count' | 'values'>,
  { shape }: Pick<Dataset, 'shape'>,
): ImageBatch {
  const [rows, columns, channels] = shape as [number, number, number];
  return { pixels: values, count, rows, columns, channels };
}

/** The first example of each class, up to `most`; the first examples where there are no classes. */
export function firstOfEachClass({ labels, size }: Pick<Dataset, 'labels' | 'size'>, most: number): number[] {
  if (!labels) return Array.from({ length: Math.min(most, size) }, (_, index) => index);
  const first = new Map<number, number>();
  labels.forEach((label, index) => {
    if (!first.has(label)) first.set(label, index);
  });
  return [...first]
    .sort(([a], [b]) => a - b)
    .slice(0, most)
    .map(([, index]) => index);
}

export function isImages({ shape }: { readonly shape: readonly number[] }): boolean {
  return shape.length === 3 && (shape[2] === 1 || shape[2] === 3);
}
