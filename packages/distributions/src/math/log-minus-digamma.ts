import { type Tensor, add, div, less, log, maximum, minimum, neg, sub, where } from '@tensorflow/tfjs-core';

import { digamma } from './digamma.js';
import { stirlingRemainderSlope } from './stirling-remainder.js';

/**
 * log x - digamma(1 + x), elementwise for x > 0: about -1 / (2 x) where x is large. Without a
 * gradient.
 */
export function logMinusDigamma1p(x: Tensor): Tensor {
  const [small, large] = [minimum(x, 1), maximum(x, 1)];
  const far = neg(add(div(0.5, large), stirlingRemainderSlope(large)));
  return where(less(x, 1), sub(log(small), digamma(add(small, 1))), far);
}
