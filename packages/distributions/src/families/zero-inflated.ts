import {
  type Tensor,
  add,
  exp,
  cast,
  div,
  less,
  log,
  maximum,
  log1p,
  mul,
  neg,
  sigmoid,
  softplus,
  square,
  sub,
  where,
} from '@tensorflow/tfjs-core';

import type { LogTails } from '../math/log-tails.js';
import { wherePositive } from '../math/where-positive.js';
import { CountsWithZeros } from './counts-with-zeros.js';
import type { NegativeBinomial } from './negative-binomial.js';
import type { Poisson } from './poisson.js';

/**
 * Zero-inflated distribution of counts, elementwise: a count is 0 with an extra probability,
 * otherwise it is drawn from a Poisson or negative binomial distribution (Lambert 1992). It fits
 * counts with dropouts.
 *
 * @example
 * ```ts
 * import { Poisson, ZeroInflated } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const counts = new ZeroInflated(new Poisson(scalar(Math.log(3))), scalar(0));
 * console.log(counts.mean().dataSync()[0]!.toFixed(3)); // 1.500
 * ```
 */
export class ZeroInflated extends CountsWithZeros {
  /**
   * @param counts the distribution of counts that are not dropped.
   * @param zeroLogit logit of the extra probability of 0.
   */
  constructor(counts: Poisson | NegativeBinomial, zeroLogit: Tensor) {
    super('zeroInflated', counts, zeroLogit);
  }

  /**
   * log p(x) = log(1 - q) + log c(x) for x > 0, with c the mass of the counts, and
   * log p(0) = log(q + (1 - q) c(0)), with q = sigmoid(zeroLogit).
   */
  logProb(value: Tensor): Tensor {
    const logRest = neg(softplus(this.zeroLogit));
    const counted = add(logRest, this.counts.logProb(value));
    const ofZero = logAddExp(neg(softplus(neg(this.zeroLogit))), counted);
    return wherePositive(value, counted, ofZero);
  }

  /**
   * Smallest count whose cumulative probability is at least the uniform noise. Not differentiable.
   */
  sample(noise: Tensor): Tensor {
    const { logLower, upper, kept, logRest } = this.tailsOfCounts(noise);
    // Small lower tails are computed from the noise, which is more exact.
    const below = div(sub(exp(logLower), sigmoid(this.zeroLogit)), exp(logRest));
    const near = log(maximum(below, 2 ** -40));
    const tails: LogTails = {
      logLower: where(less(upper, -0.5), log1p(neg(exp(upper))), where(kept, near, -1)),
      logUpper: upper,
    };
    return mul(this.counts.quantile(tails), cast(kept, 'float32'));
  }

  override mean(): Tensor {
    return mul(sigmoid(neg(this.zeroLogit)), this.counts.mean());
  }

  /** (1 - q) (variance + q mean^2) of the counts. */
  override variance(): Tensor {
    const share = sigmoid(this.zeroLogit);
    const spread = add(this.counts.variance(), mul(share, square(this.counts.mean())));
    return mul(sigmoid(neg(this.zeroLogit)), spread);
  }
}

/** log(exp(a) + exp(b)), elementwise. */
function logAddExp(a: Tensor, b: Tensor): Tensor {
  return add(a, softplus(sub(b, a)));
}
