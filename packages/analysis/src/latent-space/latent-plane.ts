import { entryOf, firstItems, itemAt } from '@helmholtz/base';
import {
  type Examples,
  type LatentVariable,
  type LatentVariableModel,
  type ManifoldAxes,
  posteriorMeans,
  type Range,
  readInputs,
  sizeOf,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

import { indicesOf } from '../generating/indices.js';

const MOST_POINTS = 2000;

/**
 * The plane in which a model's latent space is shown: two dimensions of its top latent, and
 * examples in them.
 */
export interface LatentPlane {
  readonly variable: LatentVariable;
  readonly axes: ManifoldAxes;
  /** The means of the posteriors of the first examples. */
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/**
 * Undefined for a model whose top latent has one dimension.
 *
 * @param chosen the dimensions; by default the two in which codes vary most.
 */
export async function latentPlane(
  model: LatentVariableModel,
  dataset: Dataset,
  chosen?: ManifoldAxes,
): Promise<LatentPlane | undefined> {
  const [variable] = model.ancestralOrder;
  if (!variable || (variable.shape[0] ?? 0) < 2) return undefined;
  const indices = indicesOf(dataset, MOST_POINTS);
  const means = entryOf(await posteriorMeans(model, readInputs(model, dataset, indices)), variable.name);
  const axes = chosen ?? activeAxes(means);
  return { variable, axes, x: column(means, axes.horizontal), y: column(means, axes.vertical) };
}

/** Returns the two dimensions of codes with the largest variance, in ascending order. */
export function activeAxes(codes: Examples): ManifoldAxes {
  const variances = Array.from({ length: itemAt(codes.shape, 0) }, (_, axis) =>
    variance(column(codes, axis)),
  );
  const axes = variances
    .map((of, axis) => ({ axis, of }))
    .sort((a, b) => b.of - a.of)
    .map(({ axis }) => axis);
  const two = firstItems(axes, 2);
  return { horizontal: Math.min(...two), vertical: Math.max(...two) };
}

/** Where the middle nine tenths of numbers lie. */
export function spreadOf(values: Float32Array): Range {
  const sorted = values.toSorted();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))]!;
  return [at(0.05), at(0.95)];
}

/** An element of a latent, counted from 1. */
export function axisName({ name }: Pick<LatentVariable, 'name'>, axis: number): string {
  return `${name}[${axis + 1}]`;
}

export function column({ count, shape, values }: Examples, axis: number): Float32Array {
  return Float32Array.from({ length: count }, (_, row) => values[row * sizeOf(shape) + axis]!);
}

export function variance(values: Float32Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}
