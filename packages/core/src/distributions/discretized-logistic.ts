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
import { Distribution } from './distribution.js';
import { bytes } from './support.js';

const LARGEST = 255;

/**
 * The discretized logistic distribution, elementwise, of pixels 0 to 255: the mass of Logistic(loc, scale) between a half
 * below and a half above, what is beyond the ends counted to them (Salimans et al. 2017, equation 2).
 */
export class DiscretizedLogistic extends Distribution {
  readonly family = 'discretizedLogistic';
  readonly support = bytes;
  readonly noise = 'standardLogistic';

  /**
   * @param loc centre, in the unit of the pixels.
   * @param scale positive, in the same unit.
   */
  constructor(
    readonly loc: Tensor,
    readonly scale: Tensor,
  ) {
    super();
  }

  /**
   * log p(x) = log(sigmoid(a) - sigmoid(b)), a = (x + 1/2 - loc) / scale and b = (x - 1/2 - loc) / scale, written
   * -softplus(-a) - softplus(b) + log(1 - exp(b - a)): exact in the tails, where both sigmoids are 0 or 1. At an end, the
   * factors of what is beyond are 1.
   */
  logProb(value: Tensor): Tensor {
    const [above, below] = [0.5, -0.5].map((half) => div(sub(add(value, half), this.loc), this.scale));
    const [afterFirst, beforeLast] = [sub(value, 0.5), sub(LARGEST - 0.5, value)];
    const ofAbove = wherePositive(beforeLast, softplus(neg(above!)), 0);
    const ofBelow = wherePositive(afterFirst, softplus(below!), 0);
    const ofWidth = wherePositive(minimum(afterFirst, beforeLast), log1mexp(reciprocal(this.scale)), 0);
    return sub(ofWidth, add(ofAbove, ofBelow));
  }

  /** The pixel nearest to loc + scale * noise, for standard logistic noise. Not differentiable. */
  sample(noise: Tensor): Tensor {
    return clipByValue(round(add(this.loc, mul(this.scale, noise))), 0, LARGEST);
  }

  /** E[x] = the sum of P(x >= k) over k = 1 to 255. */
  mean(): Tensor {
    return sum(this.survival(), -1);
  }

  variance(): Tensor {
    const levels = range(0, LARGEST + 1);
    const probs = exp(this.expanded().logProb(levels));
    return sum(mul(probs, square(sub(levels, expandDims(this.mean(), -1)))), -1);
  }

  /** P(x >= k) for k = 1 to 255, along a new last axis. */
  private survival(): Tensor {
    const { loc, scale } = this.expanded();
    return sigmoid(div(sub(loc, sub(range(1, LARGEST + 1), 0.5)), scale));
  }

  private expanded(): DiscretizedLogistic {
    return new DiscretizedLogistic(expandDims(this.loc, -1), expandDims(this.scale, -1));
  }
}
