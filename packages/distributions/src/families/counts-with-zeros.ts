import { type Tensor, less, neg, softplus, sub, where } from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { logTails } from '../math/log-tails.js';
import { wholeNumbers } from '../support.js';
import type { NegativeBinomial } from './negative-binomial.js';
import type { Poisson } from './poisson.js';

/** Uniform noise as tails of the counts that are not 0 by the extra probability. */
interface CountTails {
  /** Logarithm of the lower tail of the noise itself. */
  readonly logLower: Tensor;
  /** Logarithm of the upper tail, conditional on the counts; -1 where the count is not kept. */
  readonly upper: Tensor;
  /** Whether the count is drawn from the counts. */
  readonly kept: Tensor;
  /** Logarithm of the probability of the counts. */
  readonly logRest: Tensor;
}

/** Base of distributions of counts with a probability of 0 of their own, elementwise. */
export abstract class CountsWithZeros extends Distribution {
  readonly family: string;
  readonly support = wholeNumbers;
  readonly noise = 'uniform';

  constructor(
    prefix: 'hurdle' | 'zeroInflated',
    readonly counts: Poisson | NegativeBinomial,
    readonly zeroLogit: Tensor,
  ) {
    super();
    this.family = `${prefix}${counts.family.charAt(0).toUpperCase()}${counts.family.slice(1)}`;
  }

  /** Divides the noise between zeros and counts. */
  protected tailsOfCounts(noise: Tensor): CountTails {
    const { logLower, logUpper } = logTails(noise);
    const logRest = neg(softplus(this.zeroLogit));
    // Above 0 for a zero.
    const above = sub(logUpper, logRest);
    const isPositive = less(above, -1e-30);
    return { logLower, upper: where(isPositive, above, -1), kept: isPositive, logRest };
  }
}
