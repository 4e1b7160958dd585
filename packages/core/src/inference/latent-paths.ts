import { HelmholtzError } from '../errors.js';
import { standardNormalQuantile } from '../distributions/standard-normal.js';
import { sizeOf } from '../training/dataset.js';
import type { Examples } from './examples.js';

/** Latent codes on the straight line from one code to another, both ends included: [steps, ...shape]. */
export function interpolateCodes(from: Examples, to: Examples, steps: number): Examples {
  if (steps < 2) {
    throw new HelmholtzError('usage', `An interpolation in ${steps} steps was asked for.`, {
      hint: 'It takes at least 2: its two ends.',
    });
  }
  const size = sizeOf(from.shape);
  const values = new Float32Array(steps * size);
  for (let step = 0; step < steps; step++) {
    const weight = step / (steps - 1);
    for (let i = 0; i < size; i++) {
      values[step * size + i] = (1 - weight) * from.values[i]! + weight * to.values[i]!;
    }
  }
  return { count: steps, shape: from.shape, values };
}

export interface ManifoldAxes {
  /** The two elements of the code that vary. */
  readonly horizontal: number;
  readonly vertical: number;
}

/**
 * The coordinates of a grid over a standard normal prior: `side` numbers evenly spaced in probability, from 0.05 to 0.95,
 * through the inverse of the normal distribution function, ascending.
 */
export function manifoldCoordinates(side: number): number[] {
  return Array.from({ length: side }, (_, index) =>
    standardNormalQuantile(side === 1 ? 0.5 : 0.05 + (0.9 * index) / (side - 1)),
  );
}

/**
 * The codes of a square grid: code `j * side + i` has `coordinates[i]` along the horizontal axis and `coordinates[j]`
 * along the vertical one; its other elements are 0.
 */
export function manifoldCodes(
  shape: readonly number[],
  coordinates: readonly number[],
  { horizontal, vertical }: ManifoldAxes,
): Examples {
  const size = sizeOf(shape);
  const side = coordinates.length;
  const values = new Float32Array(side * side * size);
  for (let j = 0; j < side; j++) {
    for (let i = 0; i < side; i++) {
      const start = (j * side + i) * size;
      values[start + horizontal] = coordinates[i]!;
      values[start + vertical] = coordinates[j]!;
    }
  }
  return { count: side * side, shape, values };
}
