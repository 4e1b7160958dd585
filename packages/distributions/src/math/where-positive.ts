import { type Tensor, cast, step, where } from '@tensorflow/tfjs-core';

/**
 * The first where `x` is above 0, otherwise the second; shapes broadcast. Unlike a comparison, which TensorFlow.js can't
 * differentiate through at all, it has a gradient by x: zero.
 */
export function wherePositive(x: Tensor, first: Tensor | number, second: Tensor | number): Tensor {
  return where(cast(step(x), 'bool'), first, second);
}
