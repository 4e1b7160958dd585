import { type Tensor, add, exp, expm1, log, maximum, mul, neg, sub } from '@tensorflow/tfjs-core';

import { poissonQuantile } from '../math/count-quantile.js';
import { type LogTails, logTails } from '../math/log-tails.js';
import { stirlingRemainder } from '../math/stirling-remainder.js';
import { wherePositive } from '../math/where-positive.js';
import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { wholeNumbers } from '../support.js';

const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/**
 * Poisson distribution of counts, elementwise, from logRate = log mean. Its variance equals its
 * mean.
 *
 * @example
 * ```ts
 * import { Poisson } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const counts = new Poisson(scalar(Math.log(3)));
 * console.log(counts.logProb(scalar(0)).dataSync()[0]?.toFixed(3)); // -3.000
 * ```
 */
export class Poisson extends Distribution {
  readonly family = 'poisson';
  readonly support = wholeNumbers;
  readonly noise = 'uniform';

  constructor(readonly logRate: Tensor) {
    super();
  }

  /**
   * log p(x) = x logRate - exp(logRate) - log Gamma(x + 1), by the distance of logRate from log x
   * (Loader 2000), since these cancel where counts are large: -x (exp(d) - 1 - d) - log(2 pi x) / 2
   * - stirlingRemainder(x), d = logRate - log x.
   */
  logProb(value: Tensor): Tensor {
    const positive = maximum(value, 0.5);
    const logValue = log(positive);
    const distance = sub(this.logRate, logValue);
    const deviance = mul(positive, sub(expm1(distance), distance));
    const normalizer = add(add(mul(logValue, 0.5), HALF_LOG_2PI), stirlingRemainder(positive));
    return neg(wherePositive(sub(value, 0.5), add(deviance, normalizer), exp(this.logRate)));
  }

  /**
   * The least count whose distribution function is at least the uniform noise. Not differentiable.
   */
  sample(noise: Tensor): Tensor {
    return this.quantile(logTails(noise));
  }

  /**
   * The least count whose distribution function is at least a probability, given with the one above
   * it.
   */
  quantile(tails: LogTails): Tensor {
    return poissonQuantile(tails, this.mean());
  }

  override mean(): Tensor {
    return exp(this.logRate);
  }

  override variance(): Tensor {
    return exp(this.logRate);
  }
}

/**
 * KL(Poisson(l1), Poisson(l2)) = l1 log(l1 / l2) - l1 + l2 = l1 (exp(d) - 1 - d), d = log l2 - log
 * l1
 */
export const poissonKl = closedFormKl<Poisson, Poisson>('poisson', 'poisson', (q, p) => {
  const distance = sub(p.logRate, q.logRate);
  return mul(exp(q.logRate), sub(expm1(distance), distance));
});
