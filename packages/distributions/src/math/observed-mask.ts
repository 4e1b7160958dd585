import { type Tensor, customGrad, isNaN, onesLike, where, zerosLike } from '@tensorflow/tfjs-core';

/**
 * Returns 1 where a value is observed and 0 where it is missing, that is NaN. No gradient flows
 * through it.
 *
 * @example
 * ```ts
 * import { observedMask } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * console.log(observedMask(tensor([3, NaN])).dataSync()); // Float32Array(2) [ 1, 0 ]
 * ```
 */
export function observedMask(values: Tensor): Tensor {
  // isNaN has no gradient, so that a tape must not see it.
  return customGrad((given) => {
    const tensor = given as Tensor;
    return {
      value: where(isNaN(tensor), zerosLike(tensor), onesLike(tensor)),
      gradFunc: (dy: Tensor) => zerosLike(dy),
    };
  })(values);
}
