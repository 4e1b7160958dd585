import { HelmholtzError } from '@helmholtz/base';
import { sizeOf } from '../training/dataset.js';
import type { Examples } from './examples.js';

/**
 * Straight line, or arc around the origin. Codes of a standard normal prior in many dimensions lie
 * near a sphere.
 */
export type PathKind = 'linear' | 'spherical';

/**
 * Returns latent codes between two codes in equal steps, including both ends: [steps, ...shape].
 *
 * A spherical path turns by equal angles (Shoemake 1985, for directions), and its norm changes
 * linearly. It is a straight line if a code is zero, or if the two directions are equal or
 * opposite.
 *
 * @throws HelmholtzError (`usage`) for fewer than 2 steps.
 *
 * @example
 * ```ts
 * import { interpolateCodes } from '@helmholtz/core';
 *
 * const code = (...values: [number, number]) =>
 *   ({ count: 1, shape: [2], values: Float32Array.from(values) });
 * console.log(interpolateCodes(code(0, 0), code(2, 4), 3).values);
 * // Float32Array(6) [ 0, 0, 1, 2, 2, 4 ]
 * const [, , x, y] = interpolateCodes(code(1, 0), code(0, 1), 3, 'spherical').values;
 * console.log(x?.toFixed(3), y?.toFixed(3)); // 0.707 0.707
 * ```
 */
export function interpolateCodes(
  from: Examples,
  to: Examples,
  steps: number,
  kind: PathKind = 'linear',
): Examples {
  if (steps < 2) {
    throw new HelmholtzError('usage', `An interpolation cannot have ${steps} steps.`, {
      hint: 'Expected at least 2 steps: the two examples.',
    });
  }
  const size = sizeOf(from.shape);
  const weightsAt = kind === 'linear' ? linear : spherical(from.values, to.values);
  const values = new Float32Array(steps * size);
  for (let step = 0; step < steps; step++) {
    const [start, end] = weightsAt(step / (steps - 1));
    for (let i = 0; i < size; i++) {
      values[step * size + i] = start * from.values[i]! + end * to.values[i]!;
    }
  }
  return { count: steps, shape: from.shape, values };
}

/** Factors of both ends at a share of the path. */
type Weights = (share: number) => readonly [start: number, end: number];

const linear: Weights = (share) => [1 - share, share];

const smallestAngle = 1e-4;

function spherical(from: Float32Array, to: Float32Array): Weights {
  const [start, end] = [norm(from), norm(to)];
  const product = from.reduce((sum, value, index) => sum + value * to[index]!, 0);
  const angle = Math.acos(Math.max(-1, Math.min(1, product / (start * end))));
  if (!(angle > smallestAngle && angle < Math.PI - smallestAngle)) return linear;
  return (share) => {
    if (share === 0 || share === 1) return linear(share);
    const length = (1 - share) * start + share * end;
    const along = (part: number): number => (length * Math.sin(part * angle)) / Math.sin(angle);
    return [along(1 - share) / start, along(share) / end];
  };
}

function norm(values: Float32Array): number {
  return Math.hypot(...values);
}
