import {
  type Tensor,
  add,
  clipByValue,
  log1p,
  mul,
  neg,
  softplus,
  sub,
  tanh as tanhOf,
} from '@tensorflow/tfjs-core';

import { insideSymmetricInterval, realLine } from '../support.js';
import { Bijector } from './bijector.js';

/** Largest float32 number below 1. */
const GREATEST = 1 - 2 ** -24;

class Tanh extends Bijector {
  readonly name = 'tanh';
  readonly domain = realLine;
  readonly codomain = insideSymmetricInterval;

  /** Kept off -1 and 1, which float32 rounds far values to, so that the inverse is finite. */
  forward(x: Tensor): Tensor {
    return clipByValue(tanhOf(x), -GREATEST, GREATEST);
  }

  override inverse(y: Tensor): Tensor {
    return mul(sub(log1p(y), log1p(neg(y))), 0.5);
  }

  /** log(1 - tanh(x)^2) = 2 (log 2 - x - softplus(-2x)), exact where tanh(x) rounds to 1. */
  forwardLogDetJacobian(x: Tensor): Tensor {
    return mul(sub(Math.LN2, add(x, softplus(mul(x, -2)))), 2);
  }
}

/**
 * Returns y = tanh(x) of each element, from real numbers to those between -1 and 1.
 *
 * @example
 * ```ts
 * import { bijectors } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * console.log(bijectors.tanh().forward(tensor([0.5])).dataSync()[0]!.toFixed(3)); // 0.462
 * ```
 */
export function tanh(): Bijector {
  return new Tanh();
}
