import { itemAt } from '@helmholtz/base';
import { type Tensor, customGrad, mul } from '@tensorflow/tfjs-core';

/**
 * An elementwise function with a derivative of its own: where that of its approximation would be
 * less exact, or not a number where branches meet.
 */
export function withDerivative(
  value: (x: Tensor) => Tensor,
  derivative: (x: Tensor) => Tensor,
): (x: Tensor) => Tensor {
  return customGrad((x, save) => {
    (save as (tensors: Tensor[]) => void)([x as Tensor]);
    return {
      value: value(x as Tensor),
      gradFunc: (dy: Tensor, saved: Tensor[]) => mul(dy, derivative(itemAt(saved, 0))),
    };
  });
}
