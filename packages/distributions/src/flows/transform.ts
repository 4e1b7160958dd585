import { itemAt } from '@helmholtz/base';
import { type Tensor, exp, mul, reshape, split, squeeze, tanh } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { affine } from '../bijectors/affine.js';
import type { Bijector } from '../bijectors/bijector.js';
import { rationalQuadraticSpline } from '../bijectors/rational-quadratic-spline.js';

/**
 * A bijector of each element, with parameters from a network: a fixed number of parameters for each
 * element. If all parameters are 0, it is the identity.
 */
export interface ElementTransform {
  readonly numbers: number;
  /** @param decided [..., elements * numbers], those of an element side by side. */
  readonly bijector: (decided: Tensor) => Bijector;
}

/** The greatest log-scale of one step, so that no network makes it overflow. */
const GREATEST = 5;

/** y = shift + scale x, scale = exp(5 tanh(raw / 5)). */
export const affineTransform: ElementTransform = {
  numbers: 2,
  bijector(decided) {
    const [loc, raw] = ofElements(decided, [1, 1]).map((part) => squeeze(part, [-1])) as [Tensor, Tensor];
    return affine({ loc, scale: exp(mul(GREATEST, tanh(mul(raw, 1 / GREATEST)))) });
  },
};

/** y = shift + x. */
export const additiveTransform: ElementTransform = {
  numbers: 1,
  bijector: (loc) => affine({ loc }),
};

/** A rational-quadratic spline with `bins` bins. */
export function splineTransform({ bins, bound }: { bins: number; bound: number }): ElementTransform {
  return {
    numbers: 3 * bins - 1,
    bijector(decided) {
      const [widths, heights, slopes] = ofElements(decided, [bins, bins, bins - 1]) as [
        Tensor,
        Tensor,
        Tensor,
      ];
      return rationalQuadraticSpline({ widths, heights, slopes, bound });
    },
  };
}

export const splineOptions = {
  bins: z.int().min(2).max(64).default(8).describe('the pieces of a spline'),
  bound: z.number().positive().default(5).describe('the spline is between -bound and bound'),
} as const;

/** [..., elements, length] for each length. */
function ofElements(decided: Tensor, lengths: readonly number[]): Tensor[] {
  const numbers = lengths.reduce((sum, length) => sum + length, 0);
  const elements = itemAt(decided.shape, -1) / numbers;
  return split(reshape(decided, [...decided.shape.slice(0, -1), elements, numbers]), [...lengths], -1);
}
