import { type GradSaveFunc, type Tensor, clone, customGrad, neg, zerosLike } from '@tensorflow/tfjs-core';

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
 * Returns f(x) with a gradient of zero, for an f whose operations have no gradient.
 *
 * @example
 * ```ts
 * import { constantIn } from '@helmholtz/distributions';
 * import { grad, round, scalar } from '@tensorflow/tfjs-core';
 *
 * const gradient = grad((x) => constantIn(x, round));
 * console.log(gradient(scalar(3)).dataSync()[0]); // 0
 * ```
 */
export function constantIn(x: Tensor, f: (x: Tensor) => Tensor): Tensor {
  return customGrad((value, save) => {
    (save as GradSaveFunc)([value as Tensor]);
    return {
      value: f(value as Tensor),
      gradFunc: (_dy: Tensor, [saved]: Tensor[]) => zerosLike(saved!),
    };
  })(x);
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
