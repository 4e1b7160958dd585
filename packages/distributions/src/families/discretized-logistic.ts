import {
  type Tensor,
  add,
  clipByValue,
  div,
  exp,
  expandDims,
  minimum,
  mul,
  neg,
  range,
  reciprocal,
  round,
  sigmoid,
  softplus,
  square,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { log1mexp } from '../math/log1mexp.js';
import { wherePositive } from '../math/where-positive.js';
import { Distribution } from '../distribution.js';
import { byteLevels, unitLevels } from '../support.js';

const LARGEST = 255;

/** Unit of pixels with 256 levels: `unit`, 0 to 1 in 255ths, or `byte`, 0 to 255. */
export type PixelUnit = 'unit' | 'byte';

/**
 * Discretized logistic distribution, elementwise, for pixels of 256 levels: the mass of
 * Logistic(loc, scale) within half a level. The end levels include the tails (Salimans et al. 2017,
 * equation 2). `logProb` is a log-probability in either unit.
 *
 * @example
 * ```ts
 * import { DiscretizedLogistic } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const pixel = new DiscretizedLogistic(scalar(100), scalar(5), 'byte');
 * console.log(pixel.sample(scalar(0.6)).dataSync()[0]); // 103
 * ```
 */
export class DiscretizedLogistic extends Distribution {
  readonly family = 'discretizedLogistic';
  readonly support;
  readonly noise = 'standardLogistic';
  /** A level is a value times this. */
  private readonly levels: number;

  /**
   * @param loc centre, in the unit of the pixels.
   * @param scale positive, in the same unit.
   * @param pixels unit of the pixels. `unit` by default.
   */
  constructor(
    readonly loc: Tensor,
    readonly scale: Tensor,
    readonly pixels: PixelUnit = 'byte',
  ) {
    super();
    this.levels = pixels === 'unit' ? LARGEST : 1;
    this.support = pixels === 'unit' ? unitLevels : byteLevels;
  }

  /**
   * log p(x) = log(sigmoid(a) - sigmoid(b)), a = (x + 1/2 - loc) / scale and b = (x - 1/2 - loc) /
   * scale, all in levels.
   *
   * It is computed as -softplus(-a) - softplus(b) + log(1 - exp(b - a)), which is exact in the
   * tails, where both sigmoids are 0 or 1. The first and last level include the tail beyond them.
   */
  logProb(value: Tensor): Tensor {
    const [level, loc, scale] = [
      round(this.inLevels(value)),
      this.inLevels(this.loc),
      this.inLevels(this.scale),
    ];
    const [above, below] = [0.5, -0.5].map((half) => div(sub(add(level, half), loc), scale));
    const [afterFirst, beforeLast] = [sub(level, 0.5), sub(LARGEST - 0.5, level)];
    const ofAbove = wherePositive(beforeLast, softplus(neg(above!)), 0);
    const ofBelow = wherePositive(afterFirst, softplus(below!), 0);
    const ofWidth = wherePositive(minimum(afterFirst, beforeLast), log1mexp(reciprocal(scale)), 0);
    return sub(ofWidth, add(ofAbove, ofBelow));
  }

  /**
   * The pixel nearest to loc + scale * noise, for standard logistic noise: exactly a level. Not
   * differentiable.
   */
  sample(noise: Tensor): Tensor {
    const level = round(this.inLevels(add(this.loc, mul(this.scale, noise))));
    return div(clipByValue(level, 0, LARGEST), this.levels);
  }

  /** In the unit of the pixels: the sum of P(level >= k) over k = 1 to 255. */
  override mean(): Tensor {
    const [loc, scale] = [this.loc, this.scale].map((parameter) => expandDims(this.inLevels(parameter), -1));
    const edges = sub(range(1, LARGEST + 1), 0.5);
    return div(sum(sigmoid(div(sub(loc!, edges), scale!)), -1), this.levels);
  }

  override variance(): Tensor {
    const values = div(range(0, LARGEST + 1), this.levels);
    const [loc, scale, mean] = [this.loc, this.scale, this.mean()].map((parameter) =>
      expandDims(parameter, -1),
    );
    const probs = exp(new DiscretizedLogistic(loc!, scale!, this.pixels).logProb(values));
    return sum(mul(probs, square(sub(values, mean!))), -1);
  }

  private inLevels(values: Tensor): Tensor {
    return mul(values, this.levels);
  }
}
