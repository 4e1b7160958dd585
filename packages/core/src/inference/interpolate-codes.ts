import { HelmholtzError } from '@helmholtz/base';
import { sizeOf } from '../training/dataset.js';
import type { Examples } from './examples.js';

/** The straight line, or the arc around the origin: codes of a standard normal prior of many dimensions lie near a sphere. */
export type PathKind = 'linear' | 'spherical';

/**
 * Latent codes on the way from one code to another, both ends included, in equal steps: [steps, ...shape].
 *
 * A spherical path turns by equal angles while the norm goes from one to the other evenly (Shoemake 1985, of directions). It is the
 * straight one where there is no arc to choose: a code is zero, or both point the same way or opposite ways.
 */
export function interpolateCodes(
  from: Examples,
  to: Examples,
  steps: number,
  kind: PathKind = 'linear',
): Examples {
  if (steps < 2) {
    throw new HelmholtzError('usage', `An interpolation in ${steps} steps was asked for.`, {
      hint: 'It takes at least 2: its two ends.',
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

/** What both ends are multiplied by at a share of the way. */
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
