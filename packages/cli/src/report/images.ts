import {
  type Examples,
  type LatentVariable,
  type LatentVariableModel,
  type ManifoldAxes,
  posteriorMeans,
  readExamples,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';
import type { ImageBatch } from '@helmholtz/report';

const AXES_FROM = 500;

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

/**
 * The two dimensions of a latent in which the means of the posteriors vary most over the data: those that the
 * model uses. Undefined for a latent of one dimension.
 */
export async function activeAxes(
  model: LatentVariableModel,
  { name, shape }: LatentVariable,
  dataset: Dataset,
): Promise<ManifoldAxes | undefined> {
  const size = shape[0] ?? 0;
  if (size < 2) return undefined;
  const observed = readExamples(
    dataset,
    Array.from({ length: Math.min(AXES_FROM, dataset.size) }, (_, index) => index),
  );
  const means = (await posteriorMeans(model, observed)).get(name)!;
  const variances = Array.from({ length: size }, (_, axis) => variance(means, axis));
  const [first, second] = variances.map((_, axis) => axis).sort((a, b) => variances[b]! - variances[a]!);
  return { horizontal: Math.min(first!, second!), vertical: Math.max(first!, second!) };
}

function variance({ count, shape, values }: Examples, axis: number): number {
  const column = Array.from({ length: count }, (_, row) => values[row * shape[0]! + axis]!);
  const mean = column.reduce((sum, value) => sum + value, 0) / count;
  return column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count;
}
