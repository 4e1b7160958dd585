import { type Tensor, broadcastTo, sqrt } from '@tensorflow/tfjs-core';

import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { LatentVariable } from '../graph/variables.js';
import { meanOf, standardNormalQuantile, varianceOf } from '@helmholtz/distributions';
import { sizeOf } from '../training/dataset.js';
import { type Examples, type NamedExamples, namedInBatches, namedRows } from './examples.js';

export interface ManifoldAxes {
  /** The two elements of the code that vary. */
  readonly horizontal: number;
  readonly vertical: number;
}

/** From where to where an axis goes, in even steps. */
export type Range = readonly [number, number];

/** A square grid of codes in the plane of two elements of a latent. */
export interface ManifoldGrid {
  /** Code `j * side + i` is at `xValues[i]` along the horizontal axis and at `yValues[j]` along the vertical one. */
  readonly codes: Examples;
  /** Ascending. */
  readonly xValues: readonly number[];
  readonly yValues: readonly number[];
}

/**
 * `side` numbers evenly spaced in probability, from 0.05 to 0.95, through the inverse of the normal distribution
 * function, ascending.
 */
export function manifoldCoordinates(side: number): number[] {
  return Array.from({ length: side }, (_, index) =>
    standardNormalQuantile(side === 1 ? 0.5 : 0.05 + (0.9 * index) / (side - 1)),
  );
}

/**
 * A grid over the prior of a latent: evenly spaced in probability where the prior is normal, and on its scale where it is
 * not; the elements that do not vary are at the prior's mean. A latent without a prior, or whose prior has no mean and
 * variance, is taken as standard normal.
 *
 * @param inputs what the prior depends on beside other latents, one example of each.
 * @param ranges of the axes, rather than the prior's.
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
    const whole = (moment: Tensor): Tensor => broadcastTo(moment, [1, ...latent.shape]);
    return { mean: whole(meanOf(prior)), scale: whole(sqrt(varianceOf(prior))) };
  });
  return { mean: moments.get('mean')!.values, scale: moments.get('scale')!.values };
}
