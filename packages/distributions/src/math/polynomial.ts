import { type Tensor, add, mul, scalar } from '@tensorflow/tfjs-core';

/**
 * A polynomial at each element of `x`, by Horner's rule; coefficients with that of the highest
 * power first.
 */
export function polynomial(coefficients: readonly number[], x: Tensor): Tensor {
  const [first, ...others] = coefficients;
  return others.reduce<Tensor>((sum, coefficient) => add(mul(sum, x), coefficient), scalar(first!));
}
