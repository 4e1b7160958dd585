import { type Tensor, clone, customGrad, neg, zerosLike } from '@tensorflow/tfjs-core';

/**
 * Returns x without its gradient.
 *
 * @example
 * ```ts
 * import { stopGradient } from '@helmholtz/distributions';
 * import { grad, scalar } from '@tensorflow/tfjs-core';
 *
 * const gradient = grad((x) => stopGradient(x));
 * console.log(gradient(scalar(3)).dataSync()[0]); // 0
 * ```
 */
export function stopGradient(x: Tensor): Tensor {
  return customGrad((value) => ({
    value: clone(value as Tensor),
    gradFunc: (dy: Tensor) => zerosLike(dy),
  }))(x);
}

/**
 * Returns x with the gradient of x - other. Both have the same shape.
 *
 * @example
 * ```ts
 * import { withoutGradientOf } from '@helmholtz/distributions';
 * import { grad, scalar } from '@tensorflow/tfjs-core';
 *
 * const gradient = grad((x) => withoutGradientOf(x, x));
 * console.log(gradient(scalar(3)).dataSync()[0]); // 0
 * ```
 */
export function withoutGradientOf(x: Tensor, other: Tensor): Tensor {
  return customGrad((value) => ({
    value: clone(value as Tensor),
    gradFunc: (dy: Tensor) => [dy, neg(dy)],
  }))(x, other);
}
