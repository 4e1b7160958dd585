import {
  type Tensor,
  add,
  div,
  exp,
  log,
  log1p,
  mul,
  neg,
  scalar,
  sigmoid,
  sub,
} from '@tensorflow/tfjs-core';

import { digammaDifference, logBeta } from '../math/log-beta.js';
import { insideUnit } from '../math/open-unit.js';
import { betaQuantile } from '../math/beta-quantile.js';
import { logTails } from '../math/log-tails.js';
import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { priorFamily } from '../family.js';
import { checkPositive } from './positive.js';
import { insideUnitInterval } from '../support.js';

/**
 * Beta distribution over the open interval (0, 1), elementwise.
 *
 * @example
 * ```ts
 * import { Beta } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const beta = new Beta(scalar(2), scalar(6));
 * console.log(beta.mean().dataSync()[0]); // 0.25
 * ```
 */
export class Beta extends Distribution {
  readonly family = 'beta';
  readonly support = insideUnitInterval;
  readonly noise = 'uniform';

  /**
   * @param concentration1 positive. Larger values shift the mean towards 1.
   * @param concentration0 positive. Larger values shift the mean towards 0.
   */
  constructor(
    readonly concentration1: Tensor,
    readonly concentration0: Tensor,
  ) {
    super();
  }

  /** log p(x) = (c1 - 1) log x + (c0 - 1) log(1 - x) - log B(c1, c0) */
  logProb(value: Tensor): Tensor {
    const powers = add(
      mul(sub(this.concentration1, 1), log(value)),
      mul(sub(this.concentration0, 1), log1p(neg(value))),
    );
    return sub(powers, logBeta(this.concentration1, this.concentration0));
  }

  /**
   * The quantile of uniform noise, with implicit gradients by the concentrations (Figurnov et al.
   * 2018).
   */
  sample(noise: Tensor): Tensor {
    const [ones, zeros] = [this.concentration1, this.concentration0];
    const offset = betaQuantile(logTails(noise), ones, zeros);
    return insideUnit(sigmoid(add(offset, sub(log(ones), log(zeros)))));
  }

  override mean(): Tensor {
    return div(this.concentration1, add(this.concentration1, this.concentration0));
  }

  /** c1 c0 / (c^2 (c + 1)), c being their sum. */
  override variance(): Tensor {
    const total = add(this.concentration1, this.concentration0);
    const shares = mul(div(this.concentration1, total), div(this.concentration0, total));
    return div(shares, add(total, 1));
  }

  /** log B(c1, c0) - (c1 - 1) E[log x] - (c0 - 1) E[log(1 - x)] */
  override entropy(): Tensor {
    const [logOne, logZero] = this.meanLogs();
    const powers = add(mul(sub(this.concentration1, 1), logOne), mul(sub(this.concentration0, 1), logZero));
    return sub(logBeta(this.concentration1, this.concentration0), powers);
  }

  /** E[log x] = digamma(c1) - digamma(c1 + c0), and E[log(1 - x)] likewise. */
  meanLogs(): [Tensor, Tensor] {
    const [ones, zeros] = [this.concentration1, this.concentration0];
    return [digammaDifference(ones, zeros), digammaDifference(zeros, ones)];
  }
}

/** KL(Beta(a), Beta(b)) = log B(b) - log B(a) + (a1 - b1) E[log x] + (a0 - b0) E[log(1 - x)] */
export const betaKl = closedFormKl<Beta, Beta>('beta', 'beta', (q, p) => {
  const normalizers = sub(
    logBeta(p.concentration1, p.concentration0),
    logBeta(q.concentration1, q.concentration0),
  );
  const [logOne, logZero] = q.meanLogs();
  const ones = mul(sub(q.concentration1, p.concentration1), logOne);
  const zeros = mul(sub(q.concentration0, p.concentration0), logZero);
  return add(normalizers, add(ones, zeros));
});

export const betaFamily = priorFamily({
  name: 'beta',
  description:
    'p(z) = Beta(concentration1, concentration0), with constants from the spec; uniform by default',
  support: insideUnitInterval,
  constants: {
    parameters: { concentration1: 1, concentration0: 1 },
    distribution(constants) {
      checkPositive('beta', constants, 'concentration1', 'concentration0');
      return new Beta(scalar(constants.concentration1), scalar(constants.concentration0));
    },
  },
  tensors: {
    parameters: ['logConcentration1', 'logConcentration0'],
    distribution: ({ logConcentration1, logConcentration0 }) =>
      new Beta(exp(logConcentration1), exp(logConcentration0)),
  },
});
