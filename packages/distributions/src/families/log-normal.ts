import { type Tensor, add, exp, expm1, log, mul, scalar, square, sub } from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { priorFamily } from '../family.js';
import { Normal, normalKl } from './normal.js';
import { checkPositive } from './positive.js';
import { positiveNumbers } from '../support.js';

/**
 * Log-normal distribution of positive numbers, elementwise: the logarithm is normal.
 *
 * @example
 * ```ts
 * import { LogNormal } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const positive = new LogNormal(scalar(0), scalar(1));
 * console.log(positive.sample(scalar(0)).dataSync()[0]); // 1
 * ```
 */
export class LogNormal extends Distribution {
  readonly family = 'logNormal';
  readonly support = positiveNumbers;
  readonly noise = 'standardNormal';
  /** The distribution of the logarithm. */
  readonly normal: Normal;

  /**
   * @param loc mean of the logarithm.
   * @param scale standard deviation of the logarithm, positive.
   * @param logScale logarithm of `scale`, if known.
   */
  constructor(loc: Tensor, scale: Tensor, logScale: Tensor = log(scale)) {
    super();
    this.normal = new Normal(loc, scale, logScale);
  }

  /** log p(x) = log N(log x; loc, scale^2) - log x */
  logProb(value: Tensor): Tensor {
    const logValue = log(value);
    return sub(this.normal.logProb(logValue), logValue);
  }

  /** exp(loc + scale * noise), for standard normal noise. */
  sample(noise: Tensor): Tensor {
    return exp(this.normal.sample(noise));
  }

  /** exp(loc + scale^2 / 2) */
  override mean(): Tensor {
    return exp(add(this.normal.loc, mul(this.normal.variance(), 0.5)));
  }

  override variance(): Tensor {
    return mul(expm1(this.normal.variance()), square(this.mean()));
  }

  override entropy(): Tensor {
    return add(this.normal.entropy(), this.normal.loc);
  }
}

/** That of the logarithms: one to one, they leave a divergence as it is. */
export const logNormalKl = closedFormKl<LogNormal, LogNormal>('logNormal', 'logNormal', (q, p) =>
  normalKl.divergence(q.normal, p.normal),
);

export const logNormalFamily = priorFamily({
  name: 'logNormal',
  description: 'log z ~ N(loc, scale^2), with constants from the spec',
  support: positiveNumbers,
  constants: {
    parameters: { loc: 0, scale: 1 },
    distribution(constants) {
      checkPositive('logNormal', constants, 'scale');
      return new LogNormal(scalar(constants.loc), scalar(constants.scale));
    },
  },
  tensors: {
    parameters: ['loc', 'logScale'],
    distribution: ({ loc, logScale }) => new LogNormal(loc, exp(logScale), logScale),
  },
});
