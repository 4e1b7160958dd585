import { type Tensor, broadcast_util, cast, step, where } from '@tensorflow/tfjs-core';

import { broadcast } from './broadcast.js';

/**
 * The first where `x` is above 0, otherwise the second; shapes broadcast. Unlike a comparison,
 * which TensorFlow.js can't differentiate through at all, it has a gradient by x: zero.
 */
export function wherePositive(x: Tensor, first: Tensor | number, second: Tensor | number): Tensor {
  const tensors = [x, first, second].filter((each) => typeof each !== 'number');
  const shape = tensors.reduce<number[]>(
    (all, each) => broadcast_util.assertAndGetBroadcastShape(all, each.shape),
    [],
  );
  const broadcastTensor = (value: Tensor | number): Tensor | number =>
    typeof value === 'number' ? value : broadcast(value, shape);
  return where(cast(step(broadcast(x, shape)), 'bool'), broadcastTensor(first), broadcastTensor(second));
}
