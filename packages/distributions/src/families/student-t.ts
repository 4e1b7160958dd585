import {
  type Tensor,
  abs,
  add,
  div,
  exp,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  neg,
  scalar,
  sqrt,
  square,
  sub,
} from '@tensorflow/tfjs-core';

import { digammaDifference, logBeta } from '../math/log-beta.js';
import { betaQuantile } from '../math/beta-quantile.js';
import type { LogTails } from '../math/log-tails.js';
import { openUniform } from '../math/open-unit.js';
import { wherePositive } from '../math/where-positive.js';
import { Distribution } from '../distribution.js';
import { priorFamily } from '../family.js';
import { checkPositive } from './positive.js';
import { realLine } from '../support.js';

/**
 * Student's t-distribution of real numbers, elementwise. Fewer degrees of freedom give more
 * outliers.
 *
 * @example
 * ```ts
 * import { StudentT } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const t = new StudentT(scalar(4), scalar(1), scalar(2));
 * console.log(t.variance().dataSync()[0]); // 8
 * ```
 */
export class StudentT extends Distribution {
  readonly family = 'studentT';
  readonly support = realLine;
  readonly noise = 'uniform';

  /**
   * @param degreesOfFreedom positive.
   * @param loc centre.
   * @param scale positive. The standard deviation in the limit of many degrees of freedom.
   * @param logScale logarithm of `scale`, if known.
   */
  constructor(
    readonly degreesOfFreedom: Tensor,
    readonly loc: Tensor,
    readonly scale: Tensor,
    readonly logScale: Tensor = log(scale),
  ) {
    super();
  }

  /**
   * log p(x) = -(n + 1) / 2 log(1 + ((x - loc) / scale)^2 / n) - log B(1/2, n/2) - log(n) / 2 - log
   * scale
   */
  logProb(value: Tensor): Tensor {
    const degrees = this.degreesOfFreedom;
    const standardized = div(sub(value, this.loc), mul(this.scale, sqrt(degrees)));
    const tail = mul(mul(add(degrees, 1), 0.5), log1pSquare(standardized));
    return neg(add(tail, add(this.logNormalizer(), this.logScale)));
  }

  /**
   * loc + scale t, with t at the quantile of uniform noise, and implicit gradients by the degrees
   * of freedom. t^2 / (n + t^2) has the distribution Beta(1/2, n/2), whose logit is log(t^2 / n).
   */
  sample(noise: Tensor): Tensor {
    const lower = openUniform(noise);
    // Slightly less than 1/2, because the logarithm of the rest would be infinite at 1/2.
    const tail = minimum(minimum(lower, sub(1, lower)), 0.5 - 2 ** -25);
    const inner: LogTails = { logLower: log1p(mul(tail, -2)), logUpper: log(mul(tail, 2)) };
    const size = exp(mul(betaQuantile(inner, scalar(0.5), mul(this.degreesOfFreedom, 0.5)), 0.5));
    const standardized = wherePositive(sub(noise, 0.5), size, neg(size));
    return add(this.loc, mul(this.scale, standardized));
  }

  /** loc for more than 1 degree of freedom; otherwise NaN. */
  override mean(): Tensor {
    return wherePositive(sub(this.degreesOfFreedom, 1), this.loc, NaN);
  }

  /**
   * scale^2 n / (n - 2), infinite from 2 degrees of freedom down to 1, where even the mean ends.
   */
  override variance(): Tensor {
    const degrees = this.degreesOfFreedom;
    const finite = mul(square(this.scale), div(degrees, sub(degrees, 2)));
    const most = wherePositive(sub(degrees, 1), Infinity, NaN);
    return wherePositive(sub(degrees, 2), finite, most);
  }

  /** (n + 1) / 2 (digamma((n + 1) / 2) - digamma(n / 2)) + log(sqrt(n) B(1/2, n/2) scale) */
  override entropy(): Tensor {
    const half = mul(this.degreesOfFreedom, 0.5);
    const excess = mul(neg(add(half, 0.5)), digammaDifference(half, scalar(0.5)));
    return add(excess, add(this.logNormalizer(), this.logScale));
  }

  private logNormalizer(): Tensor {
    const degrees = this.degreesOfFreedom;
    return add(logBeta(scalar(0.5), mul(degrees, 0.5)), mul(log(degrees), 0.5));
  }
}

/** Above it nothing is left of the 1 in log(1 + x^2), and further on the square would overflow. */
const FAR = 1e6;

/** log(1 + x^2), and 2 log |x| where the square is large. */
function log1pSquare(x: Tensor): Tensor {
  const size = abs(x);
  const near = log1p(square(minimum(size, FAR)));
  return wherePositive(sub(size, FAR), mul(log(maximum(size, FAR)), 2), near);
}

export const studentTFamily = priorFamily({
  name: 'studentT',
  description: "p(z) = Student's t(degreesOfFreedom, loc, scale), with constants from the spec",
  support: realLine,
  constants: {
    parameters: { degreesOfFreedom: 4, loc: 0, scale: 1 },
    distribution(constants) {
      checkPositive('studentT', constants, 'degreesOfFreedom', 'scale');
      const { degreesOfFreedom, loc, scale } = constants;
      return new StudentT(scalar(degreesOfFreedom), scalar(loc), scalar(scale));
    },
  },
  tensors: {
    parameters: ['logDegreesOfFreedom', 'loc', 'logScale'],
    distribution: ({ logDegreesOfFreedom, loc, logScale }) =>
      new StudentT(exp(logDegreesOfFreedom), loc, exp(logScale), logScale),
  },
});
