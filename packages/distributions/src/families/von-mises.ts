import { type Tensor, add, div, floor, mul, neg, sin, square, sub } from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { openUniform } from '../math/open-unit.js';
import {
  logPolarIntegral,
  meanCosineBelowOne,
  meanSquaredAngle,
  polarQuantile,
} from '../math/polar-angle.js';
import { angles } from '../bounded-supports.js';

/** Dimension of the circle. */
const CIRCLE = 1;

/**
 * Von Mises distribution of angles in radians, elementwise:
 *
 *     p(x) = exp(concentration cos(x - loc)) / (2 pi I0(concentration))
 *
 * An angle and the angle after a full turn have the same density. For large concentrations it is
 * close to a normal distribution of variance 1 / concentration.
 *
 * @example
 * ```ts
 * import { VonMises } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const wind = new VonMises(scalar(Math.PI / 2), scalar(2));
 * console.log(wind.logProb(scalar(Math.PI / 2)).dataSync()[0]?.toFixed(3)); // -0.662
 * ```
 */
export class VonMises extends Distribution {
  readonly family = 'vonMises';
  readonly support = angles;
  readonly noise = 'uniform';

  /**
   * @param loc mean direction in radians: any number.
   * @param concentration positive.
   */
  constructor(
    readonly loc: Tensor,
    readonly concentration: Tensor,
  ) {
    super();
  }

  /** -2 concentration sin((x - loc) / 2)^2 - log integral */
  logProb(value: Tensor): Tensor {
    const fall = mul(this.concentration, mul(2, square(sin(mul(sub(value, this.loc), 0.5)))));
    return neg(add(fall, this.logIntegral()));
  }

  /**
   * Angle from -pi to pi: the quantile of uniform noise, with implicit gradients (Figurnov et al.
   * 2018).
   */
  sample(noise: Tensor): Tensor {
    const lower = openUniform(noise);
    const away = polarQuantile(this.concentration, CIRCLE, { lower, upper: sub(1, lower) });
    return withinOneTurn(add(this.loc, away));
  }

  /** Mean direction, from -pi to pi. */
  override mean(): Tensor {
    return withinOneTurn(this.loc);
  }

  /** Mean square of the angle from the mean direction. */
  override variance(): Tensor {
    return meanSquaredAngle(this.concentration, CIRCLE);
  }

  override entropy(): Tensor {
    return add(mul(this.concentration, meanCosineBelowOne(this.concentration, CIRCLE)), this.logIntegral());
  }

  private logIntegral(): Tensor {
    return logPolarIntegral(this.concentration, CIRCLE);
  }
}

function withinOneTurn(angle: Tensor): Tensor {
  const turns = floor(div(add(angle, Math.PI), 2 * Math.PI));
  return sub(angle, mul(turns, 2 * Math.PI));
}
