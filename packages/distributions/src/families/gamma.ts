import { type Tensor, add, div, exp, log, mul, scalar, sub } from '@tensorflow/tfjs-core';

import { closedFormKl } from '../closed-form-kl.js';
import { Distribution } from '../distribution.js';
import { priorFamily } from '../family.js';
import { gammaQuantile } from '../math/gamma-quantile.js';
import { logTails } from '../math/log-tails.js';
import { expm1Minus } from '../math/small-differences.js';
import { stirlingRemainder, stirlingRemainderSlope } from '../math/stirling-remainder.js';
import { positiveNumbers } from '../support.js';
import { checkPositive } from './positive.js';

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Gamma distribution of positive numbers, elementwise, by its mean and concentration:
 *
 *     p(x) = rate^c x^(c - 1) exp(-rate x) / Gamma(c),   rate = c / mean
 *
 * Its standard deviation is mean / sqrt(c). With c = 1 it is the exponential distribution.
 *
 * @example
 * ```ts
 * import { Gamma } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const waiting = new Gamma(scalar(Math.log(3)), scalar(1));
 * console.log(waiting.mean().dataSync()[0]?.toFixed(3)); // 3.000
 * console.log(waiting.logProb(scalar(3)).dataSync()[0]?.toFixed(3)); // -2.099
 * ```
 */
export class Gamma extends Distribution {
  readonly family = 'gamma';
  readonly support = positiveNumbers;
  readonly noise = 'uniform';

  /**
   * @param logMean logarithm of the mean.
   * @param concentration positive; also called shape.
   */
  constructor(
    readonly logMean: Tensor,
    readonly concentration: Tensor,
  ) {
    super();
  }

  /**
   * With u = log(x / mean) and Stirling's formula for log Gamma(c), large terms cancel:
   *
   *     log p(x) = log(c / (2 pi)) / 2 - stirlingRemainder(c) - c (exp(u) - 1 - u) - log x
   */
  logProb(value: Tensor): Tensor {
    const logValue = log(value);
    const fall = mul(this.concentration, expm1Minus(sub(logValue, this.logMean)));
    const height = sub(
      mul(log(this.concentration), 0.5),
      add(stirlingRemainder(this.concentration), HALF_LOG_2PI),
    );
    return sub(sub(height, fall), logValue);
  }

  /**
   * The quantile of uniform noise, with implicit gradients by the concentration (Figurnov et al.
   * 2018).
   */
  sample(noise: Tensor): Tensor {
    return exp(add(this.logMean, gammaQuantile(logTails(noise), this.concentration)));
  }

  override mean(): Tensor {
    return exp(this.logMean);
  }

  /** mean^2 / c */
  override variance(): Tensor {
    return exp(sub(mul(this.logMean, 2), log(this.concentration)));
  }

  /** log mean + (log(2 pi / c) + 1 - 1 / c) / 2 + R(c) + (1 - c) R'(c), with Stirling's remainder R. */
  override entropy(): Tensor {
    const c = this.concentration;
    const width = sub(HALF_LOG_2PI + 0.5, add(mul(log(c), 0.5), div(0.5, c)));
    const remainders = add(stirlingRemainder(c), mul(sub(1, c), stirlingRemainderSlope(c)));
    return add(add(this.logMean, width), remainders);
  }
}

/**
 * KL(Gamma(q), Gamma(p)), with Stirling's remainder R of log Gamma, so that large terms cancel:
 *
 *     (cq - cp) R'(cq) + R(cp) - R(cq) + f(log cp - log cq) / 2 + cp f(log mq - log mp)
 *
 * with f(t) = exp(t) - 1 - t, concentrations c and means m.
 */
export const gammaKl = closedFormKl<Gamma, Gamma>('gamma', 'gamma', (q, p) => {
  const [qc, pc] = [q.concentration, p.concentration];
  const remainders = sub(stirlingRemainder(pc), stirlingRemainder(qc));
  const shapes = add(mul(sub(qc, pc), stirlingRemainderSlope(qc)), remainders);
  const ratios = mul(expm1Minus(sub(log(pc), log(qc))), 0.5);
  return add(add(shapes, ratios), mul(pc, expm1Minus(sub(q.logMean, p.logMean))));
});

export const gammaFamily = priorFamily({
  name: 'gamma',
  description: 'z ~ Gamma(concentration, rate), with constants from the spec',
  support: positiveNumbers,
  constants: {
    parameters: { concentration: 1, rate: 1 },
    distribution(constants) {
      checkPositive('gamma', constants, 'concentration', 'rate');
      const { concentration, rate } = constants;
      return new Gamma(scalar(Math.log(concentration / rate)), scalar(concentration));
    },
  },
  tensors: {
    parameters: ['logMean', 'logConcentration'],
    distribution: ({ logMean, logConcentration }) => new Gamma(logMean, exp(logConcentration)),
  },
});
