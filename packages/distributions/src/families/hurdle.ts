import {
  type Tensor,
  add,
  cast,
  div,
  exp,
  expm1,
  less,
  log,
  log1p,
  maximum,
  mul,
  neg,
  sigmoid,
  softplus,
  square,
  sub,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { log1mexp } from '../math/log1mexp.js';
import type { LogTails } from '../math/log-tails.js';
import { wherePositive } from '../math/where-positive.js';
import { CountsWithZeros } from './counts-with-zeros.js';
import type { NegativeBinomial } from './negative-binomial.js';
import type { Poisson } from './poisson.js';

/**
 * Hurdle distribution of counts, elementwise: a count is 0 with a probability of its own, otherwise
 * it is drawn from a Poisson or negative binomial distribution without zeros (Mullahy 1986). It
 * fits counts with more zeros or fewer than those distributions have.
 *
 * @example
 * ```ts
 * import { Hurdle, Poisson } from '@helmholtz/distributions';
 * import { exp, scalar } from '@tensorflow/tfjs-core';
 *
 * const counts = new Hurdle(new Poisson(scalar(Math.log(3))), scalar(0));
 * console.log(exp(counts.logProb(scalar(0))).dataSync()[0]!.toFixed(3)); // 0.500
 * ```
 */
export class Hurdle extends CountsWithZeros {
  /**
   * @param counts the distribution whose zeros are left out.
   * @param zeroLogit logit of the probability of 0.
   */
  constructor(counts: Poisson | NegativeBinomial, zeroLogit: Tensor) {
    super('hurdle', counts, zeroLogit);
  }

  /**
   * log p(0) = log q and log p(x) = log(1 - q) + log c(x) - log(1 - c(0)) for x > 0, with c the
   * mass of the counts and q = sigmoid(zeroLogit).
   */
  logProb(value: Tensor): Tensor {
    const logRest = neg(softplus(this.zeroLogit));
    const counted = sub(this.counts.logProb(maximum(value, 1)), this.logPositive());
    const ofZero = neg(softplus(neg(this.zeroLogit)));
    return wherePositive(sub(value, 0.5), add(logRest, counted), ofZero);
  }

  /**
   * The least count whose distribution function is at least the uniform noise. Not differentiable.
   */
  sample(noise: Tensor): Tensor {
    const { logLower, upper, kept, logRest } = this.tailsOfCounts(noise);
    const logPositive = this.logPositive();
    const ofZero = exp(this.logZero());
    // For small shares, the lower tail is exact: compute it from the noise itself.
    const below = div(maximum(sub(exp(logLower), sigmoid(this.zeroLogit)), 0), exp(logRest));
    const near = log(maximum(add(ofZero, mul(exp(logPositive), below)), 2 ** -40));
    const ofCounts = add(upper, logPositive);
    const tails: LogTails = {
      logLower: where(less(ofCounts, -0.5), log1p(neg(exp(ofCounts))), near),
      logUpper: ofCounts,
    };
    return mul(maximum(this.counts.quantile(tails), 1), cast(kept, 'float32'));
  }

  override mean(): Tensor {
    return mul(sigmoid(neg(this.zeroLogit)), this.positiveMean());
  }

  /** (1 - q) times the second moment of positive counts, less the square of the mean. */
  override variance(): Tensor {
    const positiveShare = sigmoid(neg(this.zeroLogit));
    const mean = this.counts.mean();
    const positive = this.positiveMean();
    // The second moment over the mean of counts: 1 + m + ..., without a difference of squares.
    const second = mul(positive, add(div(this.counts.variance(), mean), mean));
    const ofPositive = sub(second, square(positive));
    return mul(positiveShare, add(ofPositive, mul(sigmoid(this.zeroLogit), square(positive))));
  }

  /** Mean of the counts without zeros. */
  private positiveMean(): Tensor {
    return div(this.counts.mean(), neg(expm1(this.logZero())));
  }

  private logZero(): Tensor {
    return this.counts.logProb(zerosLike(this.counts.logRate));
  }

  /** log(1 - c(0)). */
  private logPositive(): Tensor {
    return log1mexp(neg(this.logZero()));
  }
}
