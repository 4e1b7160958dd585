import { type Tensor, clone, customGrad } from '@tensorflow/tfjs-core';

/**
 * Returns `quantized` with the gradient of `encoded`: the straight-through estimator. Both have the
 * same shape.
 *
 * @example
 * ```ts
 * import { straightThrough } from '@helmholtz/layers';
 * import { grad, round, scalar } from '@tensorflow/tfjs-core';
 *
 * const gradient = grad((x) => straightThrough(x, round(x)));
 * console.log(gradient(scalar(0.7)).dataSync()[0]); // 1
 * ```
 */
export function straightThrough(encoded: Tensor, quantized: Tensor): Tensor {
  const value = customGrad((_encoded) => ({
    value: clone(quantized),
    gradFunc: (dy: Tensor) => dy,
  }));
  return value(encoded);
}
