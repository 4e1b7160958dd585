import { type Tensor, clone, customGrad, neg, zerosLike } from '@tensorflow/tfjs-core';

/** x, through which no gradient passes. */
export function stopGradient(x: Tensor): Tensor {
  return customGrad((value) => ({
    value: clone(value as Tensor),
    gradFunc: (dy: Tensor) => zerosLike(dy),
  }))(x);
}

/** x, with the gradient of x - other; both of the same shape. */
export function withoutGradientOf(x: Tensor, other: Tensor): Tensor {
  return customGrad((value) => ({
    value: clone(value as Tensor),
    gradFunc: (dy: Tensor) => [dy, neg(dy)],
  }))(x, other);
}
