import {
  type Tensor,
  abs,
  add,
  div,
  erf,
  exp,
  expm1,
  log,
  mul,
  neg,
  scalar,
  square,
  sub,
} from '@tensorflow/tfjs-core';

import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { priorFamily } from '../family.js';
import type { Normal } from './normal.js';
import { checkPositive } from './positive.js';
import { realLine } from '../support.js';

/**
 * Laplace distribution of real numbers, elementwise. Its tails are heavier than those of a normal
 * distribution.
 *
 * @example
 * ```ts
 * import { Laplace } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const laplace = new Laplace(scalar(0), scalar(0.5));
 * console.log(laplace.logProb(scalar(2)).dataSync()[0]); // -4
 * ```
 */
export class Laplace extends Distribution {
  readonly family = 'laplace';
  readonly support = realLine;
  readonly noise = 'standardLaplace';

  /**
   * @param loc mean and median.
   * @param scale mean distance from `loc`, positive.
   * @param logScale logarithm of `scale`, if known.
   */
  constructor(
    readonly loc: Tensor,
    readonly scale: Tensor,
    readonly logScale: Tensor = log(scale),
  ) {
    super();
  }

  /** log p(x) = -|x - loc| / scale - log(2 scale) */
  logProb(value: Tensor): Tensor {
    const distance = div(abs(sub(value, this.loc)), this.scale);
    return neg(add(distance, add(this.logScale, Math.LN2)));
  }

  /** loc + scale * noise, for standard Laplace noise. */
  sample(noise: Tensor): Tensor {
    return add(this.loc, mul(this.scale, noise));
  }

  override mean(): Tensor {
    return this.loc;
  }

  override variance(): Tensor {
    return mul(square(this.scale), 2);
  }

  /** 1 + log(2 scale) */
  override entropy(): Tensor {
    return add(this.logScale, 1 + Math.LN2);
  }
}

/**
 * KL(Laplace(m1, b1), Laplace(m2, b2)) = log(b2 / b1) + (b1 exp(-d) + |m1 - m2|) / b2 - 1 with d =
 * |m1 - m2| / b1; written r - 1 - log r + r (d + exp(-d) - 1) with r = b1 / b2, it has nothing to
 * cancel.
 */
export const laplaceKl = closedFormKl<Laplace, Laplace>('laplace', 'laplace', (q, p) => {
  const logRatio = sub(q.logScale, p.logScale);
  const distance = div(abs(sub(q.loc, p.loc)), q.scale);
  const locTerm = mul(exp(logRatio), add(distance, expm1(neg(distance))));
  return add(sub(expm1(logRatio), logRatio), locTerm);
});

/**
 * KL(Laplace(m1, b), N(m2, s^2)) = log(s / (2 b)) + log(2 pi) / 2 - 1 + (2 b^2 + (m1 - m2)^2) / (2
 * s^2)
 */
export const laplaceToNormalKl = closedFormKl<Laplace, Normal>('laplace', 'normal', (q, p) => {
  const spread = square(div(q.scale, p.scale));
  const distance = square(div(sub(q.loc, p.loc), p.scale));
  const logRatio = sub(p.logScale, q.logScale);
  const constant = Math.log(2 * Math.PI) / 2 - Math.LN2 - 1;
  return add(add(spread, mul(distance, 0.5)), add(logRatio, constant));
});

/**
 * KL(N(m1, s^2), Laplace(m2, b)) = log(2 b) + E|x - m2| / b - log(2 pi e) / 2 - log s, where the
 * expected distance is that of a folded normal: s sqrt(2 / pi) exp(-(m / s)^2 / 2) + m erf(m / (s
 * sqrt 2)), m = m1 - m2 (Leone et al. 1961).
 */
export const normalToLaplaceKl = closedFormKl<Normal, Laplace>('normal', 'laplace', (q, p) => {
  const away = sub(q.loc, p.loc);
  const standardized = div(away, mul(q.scale, Math.SQRT2));
  const nearby = mul(mul(q.scale, Math.sqrt(2 / Math.PI)), exp(neg(square(standardized))));
  const distance = div(add(nearby, mul(away, erf(standardized))), p.scale);
  return sub(add(distance, add(p.logScale, Math.LN2)), q.entropy());
});

export const laplaceFamily = priorFamily({
  name: 'laplace',
  description: 'p(z) = Laplace(loc, scale), with constants from the spec',
  support: realLine,
  constants: {
    parameters: { loc: 0, scale: 1 },
    distribution(constants) {
      checkPositive('laplace', constants, 'scale');
      return new Laplace(scalar(constants.loc), scalar(constants.scale));
    },
  },
  tensors: {
    parameters: ['loc', 'logScale'],
    distribution: ({ loc, logScale }) => new Laplace(loc, exp(logScale), logScale),
  },
});
