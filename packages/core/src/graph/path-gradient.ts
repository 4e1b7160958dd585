import { type Tensor, clone, customGrad, mul, reshape } from '@tensorflow/tfjs-core';

/**
 * The gradient on its way through the values of latents to what they were drawn from. An objective may weigh it, sample by
 * sample, by what it knows only when gradients are taken.
 */
export class PathGradient {
  private weights: Tensor | undefined;

  /** A value [rows, ...shape], of which the gradient is weighed once on its way back. */
  through(value: Tensor): Tensor {
    return customGrad((given) => ({
      value: clone(given as Tensor),
      gradFunc: (dy: Tensor) =>
        this.weights ? mul(dy, reshape(this.weights, [-1, ...dy.shape.slice(1).map(() => 1)])) : dy,
    }))(value);
  }

  /**
   * To be called while gradients are taken: in the gradient function of what the loss is made of.
   *
   * @param weights [samples, batch], with which the gradient is multiplied.
   */
  weighBy(weights: Tensor): void {
    this.weights = weights;
  }
}
