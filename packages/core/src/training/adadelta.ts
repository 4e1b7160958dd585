import { AdadeltaOptimizer, add, div, engine, mul, sqrt, square, sub, tidy } from '@tensorflow/tfjs-core';

import { gradientEntries, type Moment, momentOf } from './moments.js';

/** Private fields of the TensorFlow.js optimizer. */
interface Moments {
  readonly accumulatedGrads: Moment[];
  readonly accumulatedUpdates: Moment[];
}

/**
 * Adadelta (Zeiler 2012, algorithm 1):
 *
 *     s = rho s + (1 - rho) g^2
 *     d = sqrt(u + epsilon) / sqrt(s + epsilon) g
 *     u = rho u + (1 - rho) d^2
 *     x = x - rate d
 *
 * TensorFlow.js divides by the `s` of the step before, so that the first update is the whole
 * gradient.
 */
export class Adadelta extends AdadeltaOptimizer {
  override applyGradients(gradients: Parameters<AdadeltaOptimizer['applyGradients']>[0]): void {
    const { accumulatedGrads, accumulatedUpdates } = this as unknown as Moments;
    gradientEntries(gradients).forEach(([name, gradient], index) => {
      const value = engine().registeredVariables[name]!;
      const squares = momentOf(accumulatedGrads, index, value, `${name}/accum_grad`);
      const updates = momentOf(accumulatedUpdates, index, value, `${name}/accum_var`);
      tidy(() => {
        squares.assign(add(mul(squares, this.rho), mul(square(gradient), 1 - this.rho)));
        const ratio = div(sqrt(add(updates, this.epsilon)), sqrt(add(squares, this.epsilon)));
        const update = mul(ratio, gradient);
        updates.assign(add(mul(updates, this.rho), mul(square(update), 1 - this.rho)));
        value.assign(sub(value, mul(update, this.learningRate)));
      });
    });
    this.incrementIterations();
  }
}
