import { type Tensor, broadcastTo, broadcast_util, customGrad, reshape, sum } from '@tensorflow/tfjs-core';

/**
 * Broadcasts a tensor to a shape. Its gradient is one sum. TensorFlow.js' `broadcastTo`, and
 * `where` with it, takes a slice for every repetition: 78,400 operations for one number in a batch
 * of 100 images.
 */
export function broadcast(x: Tensor, shape: readonly number[]): Tensor {
  if (x.shape.join() === shape.join()) return x;
  const axes = broadcast_util.getReductionAxes(x.shape, [...shape]);
  return customGrad((given) => ({
    value: broadcastTo(given as Tensor, [...shape]),
    gradFunc: (dy: Tensor) => reshape(sum(dy, axes), x.shape),
  }))(x);
}
