import { type Tensor, clone, customGrad, mul, reshape } from '@tensorflow/tfjs-core';

/**
 * Gradient that flows through the values of latents to the posterior's parameters. An objective may
 * weight it per sample, with weights that are known only when gradients are computed.
 */
export class PathGradient {
  private weights: Tensor | undefined;

  /** Returns the value, [rows, ...shape]. Its gradient is multiplied by the weights. */
  through(value: Tensor): Tensor {
    return customGrad((given) => ({
      value: clone(given as Tensor),
      gradFunc: (dy: Tensor) =>
        this.weights ? mul(dy, reshape(this.weights, [-1, ...dy.shape.slice(1).map(() => 1)])) : dy,
    }))(value);
  }

  /**
   * Sets the weights. Call it inside the gradient function of the loss.
   *
   * @param weights factors of the gradient, [samples, batch].
   */
  weighBy(weights: Tensor): void {
    this.weights = weights;
  }
}
