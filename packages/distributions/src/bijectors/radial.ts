import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  abs,
  add,
  div,
  exp,
  log,
  log1p,
  mul,
  neg,
  softplus,
  sqrt,
  square,
  squeeze,
  sub,
  sum,
} from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { flowStep } from '../flows/flow-step.js';
import { wherePositive } from '../math/where-positive.js';
import { realLine } from '../support.js';
import { Bijector, type ValueWithLogDet } from './bijector.js';

export interface RadialParameters {
  /** The centre, [..., n]. */
  readonly center: Tensor;
  /** The logarithm of alpha, how wide the effect is, [..., 1]. */
  readonly logAlpha: Tensor;
  /**
   * beta before it is moved above -alpha, [..., 1]: positive numbers push values away from the
   * centre.
   */
  readonly beta: Tensor;
}

class Radial extends Bijector {
  readonly name = 'radial';
  readonly domain = realLine;
  readonly codomain = realLine;
  override readonly eventRank = 1;
  private readonly center: Tensor;
  private readonly alpha: Tensor;
  private readonly beta: Tensor;

  constructor({ center, logAlpha, beta }: RadialParameters) {
    super();
    this.center = center;
    this.alpha = exp(logAlpha);
    // With beta > -alpha the function is one to one: beta becomes -alpha + softplus(beta) (appendix
    // A.2).
    this.beta = sub(softplus(beta), this.alpha);
  }

  forward(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).value;
  }

  forwardLogDetJacobian(x: Tensor): Tensor {
    return this.forwardWithLogDet(x).logDet;
  }

  override forwardWithLogDet(x: Tensor): ValueWithLogDet {
    const away = sub(x, this.center);
    const r = lengthOf(away);
    return { value: add(x, mul(this.pull(r), away)), logDet: this.logDetAt(r, itemAt(x.shape, -1)) };
  }

  override inverse(y: Tensor): Tensor {
    return this.inverseWithLogDet(y).value;
  }

  /**
   * The distance r from the centre is the positive root of r^2 + (alpha + beta - r') r - alpha r',
   * where r' is that of y.
   */
  override inverseWithLogDet(y: Tensor): ValueWithLogDet {
    const away = sub(y, this.center);
    const distance = lengthOf(away);
    const linear = sub(add(this.alpha, this.beta), distance);
    const constant = mul(this.alpha, distance);
    const root = sqrt(add(square(linear), mul(4, constant)));
    // The form of the root that does not subtract nearly equal numbers.
    const large = mul(0.5, add(abs(linear), root));
    const r = wherePositive(linear, div(constant, large), large);
    const value = add(this.center, div(away, add(1, this.pull(r))));
    return { value, logDet: neg(this.logDetAt(r, itemAt(y.shape, -1))) };
  }

  /** beta h(r), h = 1 / (alpha + r): [..., 1]. */
  private pull(r: Tensor): Tensor {
    return div(this.beta, add(this.alpha, r));
  }

  /** (n - 1) log(1 + beta h) + log(1 + beta h + beta h' r), h' = -h^2 (equation 14). */
  private logDetAt(r: Tensor, n: number): Tensor {
    const pull = this.pull(r);
    const alongRay = div(mul(pull, this.alpha), add(this.alpha, r));
    return squeeze(add(mul(n - 1, log1p(pull)), log(add(1, alongRay))), [-1]);
  }
}

/** |x|, [..., 1], whose gradient at 0 is finite. */
function lengthOf(x: Tensor): Tensor {
  return sqrt(add(sum(square(x), -1, true), 1e-20));
}

/**
 * Returns y = x + beta (x - center) / (alpha + |x - center|) of vectors x (Rezende and Mohamed
 * 2015, equation 14). beta is constrained above -alpha, which makes the map invertible. Both
 * directions have closed forms.
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const center = tensor([0, 0]);
 * const radial = bijectors.radial({ center, logAlpha: tensor([0]), beta: tensor([2]) });
 * console.log(radial.cheap); // [ 'forward', 'inverse' ]
 * ```
 */
export function radial(parameters: RadialParameters): Bijector {
  return new Radial(parameters);
}

/** softplus of it is 1, so that with alpha = 1 the step begins as the identity. */
const IDENTITY = Math.log(Math.E - 1);

export const radialStep = flowStep({
  name: 'radial',
  description: 'values move away from a centre or towards it (Rezende and Mohamed 2015)',
  options: z.strictObject({
    amortized: z.boolean().default(true).describe('whether features decide the parameters of each example'),
  }),
  cheap: ['forward', 'inverse'],
  parameters: (size, { amortized }) => ({
    center: { shape: [size], begin: { deviation: 0.1 }, amortized },
    logAlpha: { shape: [1], begin: 0, amortized },
    beta: { shape: [1], begin: IDENTITY, amortized },
  }),
  bijector: radial,
});
