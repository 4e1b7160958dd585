import { type Tensor, argMax, cast, greater, mul, oneHot, sub } from '@tensorflow/tfjs-core';

import { constantIn } from './math/gradients.js';

/** A logit or logarithm that is -Infinity to rounding, and safe in sums. */
const FAR = 1000;

/** Returns 1 where a value is above a threshold, else 0. */
export function above(value: Tensor, threshold: number): Tensor {
  return constantIn(value, (x) => cast(greater(x, threshold), 'float32'));
}

/** Returns the one-hot vector of the largest element on the last axis. */
export function largest(value: Tensor): Tensor {
  return constantIn(value, (x) => oneHot(argMax(x, -1), x.shape.at(-1)!, 1, 0, 'float32'));
}

/** Returns the logits of zeros and ones. */
export function farLogits(units: Tensor): Tensor {
  return mul(sub(mul(units, 2), 1), FAR);
}

/** Returns the logarithms of one-hot vectors. */
export function farLogs(categories: Tensor): Tensor {
  return mul(sub(categories, 1), FAR);
}
