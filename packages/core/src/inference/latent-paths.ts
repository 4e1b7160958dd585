import { entryOf } from '@helmholtz/base';
import { type Tensor, broadcastTo, sqrt } from '@tensorflow/tfjs-core';

import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { LatentVariable } from '../graph/variables.js';
import { meanOf, standardNormalQuantile, varianceOf } from '@helmholtz/distributions';
import { sizeOf } from '../training/dataset.js';
import { type Examples, type NamedExamples, namedInBatches, namedRows } from './examples.js';

/** Elements of the code that vary along the two axes of the grid. */
export interface ManifoldAxes {
  /** Element that varies from left to right. */
  readonly horizontal: number;
  /** Element that varies from bottom to top. */
  readonly vertical: number;
}

/** Both ends of an axis with even steps. */
export type Range = readonly [number, number];

/** Square grid of codes in the plane of two elements of a latent. */
export interface ManifoldGrid {
  /**
   * Code `j * side + i` is at `xValues[i]` on the horizontal axis and at `yValues[j]` on the
   * vertical axis.
   */
  readonly codes: Examples;
  /** Ascending. */
  readonly xValues: readonly number[];
  readonly yValues: readonly number[];
}

/**
 * Returns `side` standard normal quantiles, ascending, at probabilities evenly spaced from 0.05 to
 * 0.95.
 *
 * @example
 * ```ts
 * import { manifoldCoordinates } from '@helmholtz/core';
 *
 * console.log(manifoldCoordinates(3).map((z) => z.toFixed(3))); // [ '-1.645', '0.000', '1.645' ]
 * ```
 */
export function manifoldCoordinates(side: number): number[] {
  return Array.from({ length: side }, (_, index) =>
    standardNormalQuantile(side === 1 ? 0.5 : 0.05 + (0.9 * index) / (side - 1)),
  );
}

/**
 * Returns a grid of codes over the prior of a latent. Points are evenly spaced in probability for a
 * normal prior. For another prior they are spaced by its mean and standard deviation. Elements that
 * do not vary are at the prior's mean. A latent without a prior, or whose prior lacks a mean or a
 * variance, is treated as standard normal.
 *
 * @param inputs values that the prior depends on besides other latents, one example of each.
 * @param ranges ends of the axes; from the prior by default.
 *
 * @example
 * ```ts
 * import { manifoldGrid } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const model = buildModel(defaultSpec('vae', [4]));
 * const axes = { horizontal: 0, vertical: 1 };
 * const { codes, xValues } = await manifoldGrid(model, model.latents[0]!, 3, axes);
 * console.log(codes.count, xValues.map((x) => x.toFixed(2))); // 9 [ '-1.64', '0.00', '1.64' ]
 * ```
 */
export async function manifoldGrid(
  model: LatentVariableModel,
  latent: LatentVariable,
  side: number,
  { horizontal, vertical }: ManifoldAxes,
  inputs: NamedExamples = new Map(),
  ranges: { readonly [Axis in keyof ManifoldAxes]?: Range | undefined } = {},
): Promise<ManifoldGrid> {
  const { mean, scale } = await priorMoments(model, latent, inputs);
  const coordinates = manifoldCoordinates(side);
  const along = (axis: number): number[] => coordinates.map((at) => mean[axis]! + scale[axis]! * at);
  const xValues = ranges.horizontal ? evenly(ranges.horizontal, side) : along(horizontal);
  const yValues = ranges.vertical ? evenly(ranges.vertical, side) : along(vertical);
  const codes = yValues.flatMap((y) =>
    xValues.flatMap((x) =>
      Array.from(mean, (own, axis) => (axis === horizontal ? x : axis === vertical ? y : own)),
    ),
  );
  return {
    codes: { count: side * side, shape: latent.shape, values: Float32Array.from(codes) },
    xValues,
    yValues,
  };
}

function evenly([from, to]: Range, count: number): number[] {
  return Array.from({ length: count }, (_, index) => from + ((to - from) * index) / Math.max(count - 1, 1));
}

async function priorMoments(
  model: LatentVariableModel,
  latent: LatentVariable,
  inputs: NamedExamples,
): Promise<Record<'mean' | 'scale', Float32Array>> {
  const size = sizeOf(latent.shape);
  if (!latentTraits(latent)?.priorMoments)
    return { mean: new Float32Array(size), scale: new Float32Array(size).fill(1) };
  const moments = await namedInBatches(1, () => {
    const prior = model.priorOf(latent, {}, namedRows(inputs, 0, 1));
    const broadcastMoment = (moment: Tensor): Tensor => broadcastTo(moment, [1, ...latent.shape]);
    return { mean: broadcastMoment(meanOf(prior)), scale: broadcastMoment(sqrt(varianceOf(prior))) };
  });
  return { mean: entryOf(moments, 'mean').values, scale: entryOf(moments, 'scale').values };
}
