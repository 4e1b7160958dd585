import {
  type Tensor,
  abs,
  add,
  clipByValue,
  div,
  exp,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  neg,
  scalar,
  sinh,
  softplus,
  sqrt,
  square,
  sub,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { digammaDifference, logBeta } from '../math/log-beta.js';
import { quantile, reach } from '../math/quantile.js';
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
   * loc + scale sqrt(n) sinh(s), where s has a density in proportion to cosh(s)^-n, at the quantile
   * of uniform noise. It is found in the lower tail and mirrored: with one degree of freedom off by
   * up to a ten-thousandth.
   */
  sample(noise: Tensor): Tensor {
    const degrees = this.degreesOfFreedom;
    const logNormalizer = logBeta(scalar(0.5), mul(degrees, 0.5));
    const density = (s: Tensor): Tensor => exp(neg(add(mul(degrees, logCosh(s)), logNormalizer)));
    const width = div(1, sqrt(degrees));
    const offsets = reach(width, add(mul(width, 6), div(18, degrees)));
    const edges = [...offsets.map(neg).reverse(), zerosLike(width)];
    const size = sinh(quantile(minimum(noise, sub(1, noise)), edges, density));
    const standardized = mul(sqrt(degrees), wherePositive(sub(noise, 0.5), neg(size), size));
    return add(this.loc, mul(this.scale, standardized));
  }

  /** loc, where there are more degrees of freedom than 1; otherwise it is not a number. */
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

/** log cosh s, exact where s is nearly 0 too. */
function logCosh(s: Tensor): Tensor {
  const near = mul(log1p(square(sinh(clipByValue(s, -1, 1)))), 0.5);
  const far = add(abs(s), sub(softplus(mul(abs(s), -2)), Math.LN2));
  return wherePositive(sub(1, abs(s)), near, far);
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
