import { type Tensor, div, log1p, mul, sub } from '@tensorflow/tfjs-core';

import { betweenRoots } from './lgamma.js';
import { polynomial } from './polynomial.js';

/**
 * log Gamma(1 + x), elementwise for x from 0 to 3, to a relative error of 1e-6 also next to its
 * zeros, 0 and 1.
 */
export function lgamma1p(x: Tensor): Tensor {
  const spread = div(sub(log1p(x), 0.382733921), 1.0758811);
  return mul(mul(x, sub(x, 1)), polynomial(betweenRoots, spread));
}
