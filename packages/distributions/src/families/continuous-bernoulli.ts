import {
  type Tensor,
  abs,
  add,
  clipByValue,
  div,
  expm1,
  less,
  log,
  log1p,
  maximum,
  mul,
  neg,
  relu,
  sinh,
  square,
  sub,
  where,
} from '@tensorflow/tfjs-core';

import { log1mexp } from '../math/log1mexp.js';
import { polynomial } from '../math/polynomial.js';
import { withDerivative } from '../math/with-derivative.js';
import { wherePositive } from '../math/where-positive.js';
import { Distribution } from '../distribution.js';
import { closedFormKl } from '../closed-form-kl.js';
import { distributionFamily } from '../family.js';
import { greyValues } from '../support.js';

/**
 * Continuous Bernoulli distribution over [0, 1], elementwise, from logits: the normalized version
 * of the density that VAE tutorials use for grey values (Loaiza-Ganem and Cunningham 2019).
 *
 * @example
 * ```ts
 * import { ContinuousBernoulli } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const grey = new ContinuousBernoulli(scalar(0)); // uniform
 * console.log(grey.logProb(scalar(0.3)).dataSync()[0]?.toFixed(3)); // 0.000
 * ```
 */
export class ContinuousBernoulli extends Distribution {
  readonly family = 'continuousBernoulli';
  readonly support = greyValues;
  readonly noise = 'uniform';

  constructor(readonly logits: Tensor) {
    super();
  }

  /** log p(x) = x logits - log((exp(logits) - 1) / logits) */
  logProb(value: Tensor): Tensor {
    return sub(mul(value, this.logits), logNormalizer(this.logits));
  }

  /**
   * The inverse distribution function at uniform noise u: log(1 + u (exp(logits) - 1)) / logits.
   * For logits > 0, its mirror image. Near 0 its derivative would cancel, so a series in the
   * cumulants of a Bernoulli distribution replaces it.
   */
  sample(noise: Tensor): Tensor {
    const distance = sub(abs(this.logits), CUMULANTS_BELOW);
    const size = maximum(abs(this.logits), CUMULANTS_BELOW);
    const uniform = wherePositive(this.logits, sub(1, noise), noise);
    const towardsZero = neg(div(log1p(mul(uniform, expm1(neg(size)))), size));
    const far = wherePositive(this.logits, sub(1, towardsZero), towardsZero);
    return wherePositive(distance, far, nearUniform(noise, this.logits));
  }

  override mean(): Tensor {
    return meanOf(this.logits);
  }

  override variance(): Tensor {
    return varianceOf(this.logits);
  }

  override entropy(): Tensor {
    return sub(logNormalizer(this.logits), mul(this.logits, this.mean()));
  }
}

/** There the remainder of the cumulants' series is less than float32 can tell. */
const CUMULANTS_BELOW = 0.1;

/**
 * u + v l / 2 + v (1 - 2 u) l^2 / 6 + v (1 - 6 v) l^3 / 24 with v = u (1 - u), for logits l near 0.
 */
function nearUniform(uniform: Tensor, logits: Tensor): Tensor {
  const l = clipByValue(logits, -CUMULANTS_BELOW, CUMULANTS_BELOW);
  const variance = mul(uniform, sub(1, uniform));
  const skewness = mul(sub(1, mul(uniform, 2)), 1 / 6);
  const kurtosis = mul(sub(1, mul(variance, 6)), 1 / 24);
  const series = add(mul(add(mul(kurtosis, l), skewness), l), 0.5);
  return add(uniform, mul(mul(variance, l), series));
}

// For logits l between -1 and 1 the closed forms cancel. Series replace them: of l / 2 coth(l / 2),
// by its Bernoulli numbers, term by term.
const SERIES_BELOW = 1;
const logSeries = [1 / 479001600, -1 / 9676800, 1 / 181440, -1 / 2880, 1 / 24, 0];
const meanSeries = [1 / 47900160, -1 / 1209600, 1 / 30240, -1 / 720, 1 / 12];
const varianceSeries = [9 / 47900160, -7 / 1209600, 5 / 30240, -3 / 720, 1 / 12];

function bySize(logits: Tensor, near: (squared: Tensor) => Tensor, far: (logits: Tensor) => Tensor): Tensor {
  const isNear = less(abs(logits), SERIES_BELOW);
  const distant = where(isNear, SERIES_BELOW, logits);
  return where(isNear, near(square(logits)), far(distant));
}

const varianceOf = (logits: Tensor): Tensor =>
  bySize(
    logits,
    (squared) => polynomial(varianceSeries, squared),
    // 1 / l^2 - 1 / (2 sinh(l / 2))^2
    (l) => sub(div(1, square(l)), div(0.25, square(sinh(mul(l, 0.5))))),
  );

/** 1 / (1 - exp(-l)) - 1 / l */
const meanOf = withDerivative(
  (logits) =>
    bySize(
      logits,
      (squared) => add(mul(polynomial(meanSeries, squared), logits), 0.5),
      (l) => sub(neg(div(1, expm1(neg(l)))), div(1, l)),
    ),
  varianceOf,
);

/** log((exp(l) - 1) / l), whose derivative is the mean. */
const logNormalizer = withDerivative(
  (logits) =>
    bySize(
      logits,
      (squared) => add(polynomial(logSeries, squared), mul(logits, 0.5)),
      (l) => add(relu(l), sub(log1mexp(abs(l)), log(abs(l)))),
    ),
  meanOf,
);

/** KL(q, p) = (l1 - l2) mean1 - A(l1) + A(l2), A being the log-normalizer. */
export const continuousBernoulliKl = closedFormKl<ContinuousBernoulli, ContinuousBernoulli>(
  'continuousBernoulli',
  'continuousBernoulli',
  (q, p) => {
    const normalizers = sub(logNormalizer(p.logits), logNormalizer(q.logits));
    return add(mul(sub(q.logits, p.logits), q.mean()), normalizers);
  },
);

export const continuousBernoulliFamily = distributionFamily({
  name: 'continuousBernoulli',
  description: 'of numbers from 0 to 1, from logits',
  support: greyValues,
  tensors: {
    parameters: ['logits'],
    distribution: ({ logits }) => new ContinuousBernoulli(logits),
  },
});
