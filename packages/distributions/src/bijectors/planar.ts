import {
  type Tensor,
  add,
  div,
  log1p,
  maximum,
  mul,
  softplus,
  square,
  squeeze,
  sub,
  sum,
  tanh,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { flowStep } from '../flows/flow-step.js';
import { realLine } from '../support.js';
import { Bijector, type ValueWithLogDet } from './bijector.js';

export interface PlanarParameters {
  /** The direction in which values move, [..., n]. */
  readonly u: Tensor;
  /** The normal of the plane, [..., n]. */
  readonly w: Tensor;
  /** The offset of the plane, [..., 1]. */
  readonly b: Tensor;
}

class Planar extends Bijector {
  readonly name = 'planar';
  readonly domain = realLine;
  readonly codomain = realLine;
  override readonly eventRank = 1;
  override readonly cheap = ['forward'] as const;
  private readonly w: Tensor;
  private readonly b: Tensor;
  private readonly u: Tensor;
  /** w u, [..., 1]. */
  private readonly wu: Tensor;

  constructor({ u, w, b }: PlanarParameters) {
    super();
    const wu = sum(mul(w, u), -1, true);
    const length = maximum(sum(square(w), -1, true), 1e-20);
    // With w u > -1 the function is one to one: w u becomes -1 + softplus(w u) (appendix A.1).
    this.wu = sub(softplus(wu), 1);
    this.u = add(u, mul(div(sub(this.wu, wu), length), w));
    this.w = w;
    this.b = b;
  }

  forward(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).value;
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    const bent = tanh(add(sum(mul(x, this.w), -1, true), this.b));
    const slope = mul(this.wu, sub(1, square(bent)));
    return { value: add(x, mul(this.u, bent)), logDet: squeeze(log1p(slope), [-1]) };
  }
}

/**
 * Returns y = x + u tanh(w x + b) of vectors x (Rezende and Mohamed 2015, equation 10). The
 * component of u along w is moved so that w u > -1, and the function has an inverse; the inverse
 * has no closed form.
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const planar = bijectors.planar({ u: tensor([1, 0]), w: tensor([0, 1]), b: tensor([0]) });
 * console.log(planar.forward(tensor([[0, 0]])).shape, planar.cheap); // [ 1, 2 ] [ 'forward' ]
 * ```
 */
export function planar(parameters: PlanarParameters): Bijector {
  return new Planar(parameters);
}

export const planarStep = flowStep({
  name: 'planar',
  description: 'y = x + u tanh(w x + b) (Rezende and Mohamed 2015)',
  options: z.strictObject({
    amortized: z.boolean().default(true).describe('whether features decide u, w and b of each example'),
  }),
  cheap: ['forward'],
  parameters: (size, { amortized }) => ({
    u: { shape: [size], begin: { deviation: 0.1 }, amortized },
    w: { shape: [size], begin: { deviation: 0.1 }, amortized },
    b: { shape: [1], begin: 0, amortized },
  }),
  bijector: planar,
});
