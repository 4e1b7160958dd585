import { type Tensor, add, div, exp, expm1, log, mul, scalar, square, sub } from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { priorFamily } from '../family.js';
import { realLine } from '../support.js';
import { checkPositive } from './positive.js';

const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/**
 * Normal distribution N(loc, scale^2), elementwise: diagonal covariance over an event.
 *
 * @example
 * ```ts
 * import { Normal } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const normal = new Normal(scalar(1), scalar(2));
 * console.log(normal.sample(scalar(0.5)).dataSync()[0]); // 2
 * console.log(normal.logProb(scalar(1)).dataSync()[0]?.toFixed(3)); // -1.612
 * ```
 */
export class Normal extends Distribution {
  readonly family = 'normal';
  readonly support = realLine;
  readonly noise = 'standardNormal';

  /**
   * @param loc mean.
   * @param scale standard deviation, positive.
   * @param logScale logarithm of `scale`. More exact than log(scale) if the scale underflows.
   */
  constructor(
    readonly loc: Tensor,
    readonly scale: Tensor,
    readonly logScale: Tensor = log(scale),
  ) {
    super();
  }

  /** Returns N(loc, exp(logVariance)), the usual output of a recognition network. */
  static fromLogVariance(loc: Tensor, logVariance: Tensor): Normal {
    const logScale = mul(logVariance, 0.5);
    return new Normal(loc, exp(logScale), logScale);
  }

  /** log N(x) = -((x - loc) / scale)^2 / 2 - log scale - log(2 pi) / 2 */
  logProb(value: Tensor): Tensor {
    const standardized = div(sub(value, this.loc), this.scale);
    return sub(mul(square(standardized), -0.5), add(this.logScale, LOG_SQRT_2PI));
  }

  /** loc + scale * noise, for standard normal noise (Kingma and Welling 2014, section 2.4). */
  sample(noise: Tensor): Tensor {
    return add(this.loc, mul(this.scale, noise));
  }

  override mean(): Tensor {
    return this.loc;
  }

  override variance(): Tensor {
    return square(this.scale);
  }

  /** log scale + log(2 pi e) / 2 */
  override entropy(): Tensor {
    return add(this.logScale, LOG_SQRT_2PI + 0.5);
  }
}

/**
 * KL(N(m1, s1^2), N(m2, s2^2)) = (s1^2 / s2^2 - 1 - log(s1^2 / s2^2) + ((m1 - m2) / s2)^2) / 2;
 * for a standard normal p this is Kingma and Welling 2014, appendix B.
 */
export const normalKl = closedFormKl<Normal, Normal>('normal', 'normal', (q, p) => {
  const logVarianceRatio = mul(sub(q.logScale, p.logScale), 2);
  const standardizedDistance = div(sub(q.loc, p.loc), p.scale);
  const varianceTerm = sub(expm1(logVarianceRatio), logVarianceRatio);
  return mul(add(varianceTerm, square(standardizedDistance)), 0.5);
});

export const standardNormalFamily = priorFamily({
  name: 'standardNormal',
  description: 'p(z) = N(0, I)',
  support: realLine,
  constants: {
    parameters: {},
    distribution: () => new Normal(scalar(0), scalar(1), scalar(0)),
  },
});

export const normalFamily = priorFamily({
  name: 'normal',
  description: 'p(z) = N(loc, scale^2 I), with constants from the spec',
  support: realLine,
  constants: {
    parameters: { loc: 0, scale: 1 },
    distribution(constants) {
      checkPositive('normal', constants, 'scale');
      return new Normal(scalar(constants.loc), scalar(constants.scale));
    },
  },
  tensors: {
    parameters: ['loc', 'logVariance'],
    distribution: ({ loc, logVariance }) => Normal.fromLogVariance(loc, logVariance),
  },
});
