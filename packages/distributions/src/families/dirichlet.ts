import { itemAt } from '@helmholtz/base';
import {
  type Tensor,
  add,
  div,
  exp,
  fill,
  log,
  maximum,
  mul,
  softmax,
  sub,
  sum,
} from '@tensorflow/tfjs-core';

import { closedFormKl } from '../closed-form-kl.js';
import { Distribution } from '../distribution.js';
import { priorFamily } from '../family.js';
import { gammaQuantile } from '../math/gamma-quantile.js';
import { logTails } from '../math/log-tails.js';
import { expm1Minus } from '../math/small-differences.js';
import { stirlingRemainder, stirlingRemainderSlope } from '../math/stirling-remainder.js';
import { simplex } from '../support.js';
import { checkPositive } from './positive.js';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);
/** The least normal float32. */
const LEAST = 2 ** -126;

/**
 * Dirichlet distribution of vectors of shares, with concentrations c:
 *
 *     p(x) = Gamma(c1 + ... + cn) x1^(c1 - 1) ... xn^(cn - 1) / (Gamma(c1) ... Gamma(cn))
 *
 * @example
 * ```ts
 * import { Dirichlet } from '@helmholtz/distributions';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const shares = new Dirichlet(tensor([1, 1, 2]));
 * console.log(shares.mean().dataSync()); // Float32Array(3) [ 0.25, 0.25, 0.5 ]
 * ```
 */
export class Dirichlet extends Distribution {
  readonly family = 'dirichlet';
  readonly support = simplex;
  readonly noise = 'uniform';
  override readonly eventRank = 1;
  /** Sum of the concentrations, [..., 1]. */
  readonly total: Tensor;

  /** @param concentration c, [..., n]: positive. */
  constructor(readonly concentration: Tensor) {
    super();
    this.total = sum(concentration, -1, true);
  }

  /**
   * With u = log(x / mean), large terms cancel:
   *
   *     log p(x) = sum((c - 1) u - log mean) + log normalizer,   [...] of x [..., n]
   */
  logProb(value: Tensor): Tensor {
    const logMean = this.logMean();
    const away = mul(sub(this.concentration, 1), sub(log(value), logMean));
    return add(sum(sub(away, logMean), -1), this.logNormalizer());
  }

  /**
   * Gamma draws over their sum: the quantiles of uniform noise, with implicit gradients (Figurnov et
   * al. 2018). A share below the least normal float32 is replaced by it.
   */
  sample(noise: Tensor): Tensor {
    const logs = add(log(this.concentration), gammaQuantile(logTails(noise), this.concentration));
    return maximum(softmax(logs), LEAST);
  }

  override mean(): Tensor {
    return div(this.concentration, this.total);
  }

  /** mean (1 - mean) / (T + 1) */
  override variance(): Tensor {
    const otherShare = div(sub(this.total, this.concentration), this.total);
    return div(mul(this.mean(), otherShare), add(this.total, 1));
  }

  override entropy(): Tensor {
    const surprise = sum(mul(sub(1, this.concentration), this.logMeanGap()), -1);
    const logMeans = sum(this.logMean(), -1);
    return sub(add(surprise, logMeans), this.logNormalizer());
  }

  /** log(c / T), [..., n] */
  logMean(): Tensor {
    return sub(log(this.concentration), log(this.total));
  }

  /**
   * E[log x] - log mean, with R' the slope of Stirling's remainder: R'(c) - 1 / (2 c) - R'(T) + 1 /
   * (2 T), [..., n].
   */
  logMeanGap(): Tensor {
    const gap = (c: Tensor): Tensor => sub(stirlingRemainderSlope(c), div(0.5, c));
    return sub(gap(this.concentration), gap(this.total));
  }

  /** (sum log c - log T) / 2 - (n - 1) log(2 pi) / 2 - sum R(c) + R(T), [...]. */
  logNormalizer(): Tensor {
    const part = (c: Tensor): Tensor => sub(mul(log(c), 0.5), stirlingRemainder(c));
    const ofConcentrations = sub(sum(part(this.concentration), -1), sum(part(this.total), -1));
    return sub(ofConcentrations, (itemAt(this.concentration.shape, -1) - 1) * HALF_LOG_2PI);
  }
}

/**
 * With f(t) = exp(t) - 1 - t and R the remainder of Stirling's formula, so that large terms cancel:
 *
 *     sum(cp f(log mean q - log mean p) + g(cq, cp)) - g(Tq, Tp)
 *     g(a, b) = f(log b - log a) / 2 + (a - b) R'(a) + R(b) - R(a)
 */
export const dirichletKl = closedFormKl<Dirichlet, Dirichlet>('dirichlet', 'dirichlet', (q, p) => {
  const means = mul(p.concentration, expm1Minus(sub(q.logMean(), p.logMean())));
  const elements = add(means, gammaGap(q.concentration, p.concentration));
  return sub(sum(elements, -1), sum(gammaGap(q.total, p.total), -1));
});

function gammaGap(a: Tensor, b: Tensor): Tensor {
  const ratio = mul(expm1Minus(sub(log(b), log(a))), 0.5);
  const remainders = sub(stirlingRemainder(b), stirlingRemainder(a));
  return add(ratio, add(mul(sub(a, b), stirlingRemainderSlope(a)), remainders));
}

export const dirichletFamily = priorFamily({
  name: 'dirichlet',
  description: 'shares that add up to 1: Dirichlet(concentration), the same for each element',
  support: simplex,
  constants: {
    parameters: { concentration: 1, elements: 10 },
    distribution(constants) {
      checkPositive('dirichlet', constants, 'concentration', 'elements');
      return new Dirichlet(fill([constants.elements], constants.concentration));
    },
  },
  tensors: {
    parameters: ['logConcentration'],
    distribution: ({ logConcentration }) => new Dirichlet(exp(logConcentration)),
  },
});
