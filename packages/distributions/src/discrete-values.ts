import { type Tensor, argMax, cast, customGrad, greater, mul, oneHot, sub } from '@tensorflow/tfjs-core';

import { constantIn } from './math/gradients.js';

/** A logit or logarithm that is -Infinity to rounding, and safe in sums. */
const FAR = 1000;

/**
 * Returns a function that is 1 where its argument is above a threshold, else 0. Its gradient is
 * zero.
 *
 * @example
 * ```ts
 * import { unitsAbove } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const above = unitsAbove(0.5);
 * console.log(above(tensor([0.2, 0.7])).arraySync()); // [ 0, 1 ]
 * ```
 */
export function unitsAbove(threshold: number): (value: Tensor) => Tensor {
  return (value) => constantIn(value, (x) => cast(greater(x, threshold), 'float32'));
}

/**
 * Returns the one-hot vector of the largest element on the last axis. Its gradient is zero.
 *
 * @example
 * ```ts
 * import { largest } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * console.log(largest(tensor([0.2, 0.7, 0.1])).dataSync()); // Float32Array(3) [ 0, 1, 0 ]
 * ```
 */
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

/**
 * Returns f(x) with the gradient of x itself (straight-through estimator; Bengio et al. 2013).
 *
 * @param f returns a tensor of the same shape.
 *
 * @example
 * ```ts
 * import { straightThrough, unitsAbove } from '@helmholtz/distributions';
 * import { grad, tensor } from '@tensorflow/tfjs-core';
 *
 * const gradient = grad((x) => straightThrough(x, unitsAbove(0.5)));
 * console.log(gradient(tensor([0.2, 0.7])).dataSync()); // Float32Array(2) [ 1, 1 ]
 * ```
 */
export function straightThrough(x: Tensor, f: (x: Tensor) => Tensor): Tensor {
  return customGrad((value) => ({ value: f(value as Tensor), gradFunc: (dy: Tensor) => dy }))(x);
}
