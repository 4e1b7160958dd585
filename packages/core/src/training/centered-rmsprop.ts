import {
  RMSPropOptimizer,
  add,
  div,
  engine,
  maximum,
  mul,
  sqrt,
  square,
  sub,
  tidy,
} from '@tensorflow/tfjs-core';

import { gradientEntries, type Moment, momentOf } from './moments.js';

/** Private fields of the TensorFlow.js optimizer. */
interface Moments {
  readonly accumulatedMeanSquares: Moment[];
  readonly accumulatedMeanGrads: Moment[];
  readonly accumulatedMoments: Moment[];
}

/**
 * RMSProp that divides by the deviation of the gradients (Graves 2013, equations 38 to 42):
 *
 *     s = decay s + (1 - decay) g^2
 *     a = decay a + (1 - decay) g
 *     v = momentum v + rate g / sqrt(s - a^2 + epsilon)
 *     x = x - v
 *
 * TensorFlow.js takes epsilon from the variance instead of adding it, so that a gradient near zero
 * gives NaN. Here the variance is also kept from falling below zero by rounding.
 */
export class CenteredRmsProp extends RMSPropOptimizer {
  override applyGradients(gradients: Parameters<RMSPropOptimizer['applyGradients']>[0]): void {
    const { accumulatedMeanSquares, accumulatedMeanGrads, accumulatedMoments } = this as unknown as Moments;
    gradientEntries(gradients).forEach(([name, gradient], index) => {
      const value = engine().registeredVariables[name]!;
      const squares = momentOf(accumulatedMeanSquares, index, value, `${name}/rms`);
      const average = momentOf(accumulatedMeanGrads, index, value, `${name}/mg`);
      const velocity = momentOf(accumulatedMoments, index, value, `${name}/momentum`);
      tidy(() => {
        squares.assign(add(mul(squares, this.decay), mul(square(gradient), 1 - this.decay)));
        average.assign(add(mul(average, this.decay), mul(gradient, 1 - this.decay)));
        const variance = maximum(sub(squares, square(average)), 0);
        const step = div(mul(gradient, this.learningRate), sqrt(add(variance, this.epsilon)));
        velocity.assign(add(mul(velocity, this.momentum), step));
        value.assign(sub(value, velocity));
      });
    });
    this.incrementIterations();
  }
}
