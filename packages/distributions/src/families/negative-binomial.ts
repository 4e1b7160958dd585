import {
  type Tensor,
  abs,
  add,
  div,
  exp,
  expm1,
  log,
  log1p,
  maximum,
  minimum,
  mul,
  neg,
  relu,
  softplus,
  square,
  sub,
} from '@tensorflow/tfjs-core';

import { negativeBinomialQuantile } from '../math/count-quantile.js';
import { type LogTails, logTails } from '../math/log-tails.js';
import { stirlingRemainder } from '../math/stirling-remainder.js';
import { wherePositive } from '../math/where-positive.js';
import { Distribution } from '../distribution.js';
import { wholeNumbers } from '../support.js';

const HALF_LOG_2PI = Math.log(2 * Math.PI) / 2;

/**
 * Negative binomial distribution of counts, elementwise: a Poisson distribution whose rate has a
 * gamma distribution with mean exp(logRate) and shape `concentration`. Its variance exceeds its
 * mean. Larger concentrations approach Poisson.
 *
 * @example
 * ```ts
 * import { NegativeBinomial } from '@helmholtz/distributions';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const counts = new NegativeBinomial(scalar(0), scalar(2));
 * console.log(counts.variance().dataSync()[0]); // 1.5
 * ```
 */
export class NegativeBinomial extends Distribution {
  readonly family = 'negativeBinomial';
  readonly support = wholeNumbers;
  readonly noise = 'uniform';

  /**
   * @param logRate log of the mean.
   * @param concentration positive.
   */
  constructor(
    readonly logRate: Tensor,
    readonly concentration: Tensor,
  ) {
    super();
  }

  /**
   * log p(x) = log Gamma(x + c) - log Gamma(c) - log Gamma(x + 1) + c log(c / (c + m)) + x log(m /
   * (c + m)), m the mean.
   *
   * For large counts these cancel, so Stirling's formula is put in and what cancels left out, as
   * for a binomial distribution (Loader 2000): -log(2 pi x (1 + x / c)) / 2, less the remainders of
   * c and x, with that of c + x, less `deviance`.
   */
  logProb(value: Tensor): Tensor {
    const concentration = this.concentration;
    const count = maximum(value, 0.5);
    const total = add(count, concentration);
    const normalizer = mul(add(log(count), log1p(div(count, concentration))), 0.5);
    const remainders = sub(
      add(stirlingRemainder(concentration), stirlingRemainder(count)),
      stirlingRemainder(total),
    );
    const atBest = neg(add(add(normalizer, HALF_LOG_2PI), remainders));
    const ofZero = neg(mul(concentration, softplus(sub(this.logRate, log(concentration)))));
    return wherePositive(sub(value, 0.5), sub(atBest, this.deviance(count, total)), ofZero);
  }

  /**
   * The amount by which a mean m other than the count x lowers the log-density: (c + x) log((c + m)
   * / (c + x)) - x log(m / x).
   *
   * With d = |log m - log x|, and s = c / (c + x) if m > x, otherwise x / (c + x), it is (c + x)
   * times log(1 + s (exp(-d) - 1)) + s d. The equal form log(1 + (1 - s) (exp(d) - 1)) - (1 - s) d
   * is more exact if s is large.
   */
  private deviance(count: Tensor, total: Tensor): Tensor {
    const signed = sub(this.logRate, log(count));
    const distance = abs(signed);
    const share = div(wherePositive(signed, this.concentration, count), total);
    const otherShare = div(wherePositive(signed, count, this.concentration), total);
    const [small, smallRest] = [minimum(share, 0.5), minimum(otherShare, 0.5)];
    const ofSmall = add(log1p(mul(small, expm1(neg(distance)))), mul(small, distance));
    // exp(d) ends at exp(88); from far before there, log(1 + r exp(d)) rises as d does.
    const far = relu(sub(distance, 60));
    const near = minimum(distance, 60);
    const growth = add(log1p(mul(smallRest, expm1(near))), far);
    const ofLarge = sub(growth, mul(smallRest, distance));
    return mul(total, wherePositive(sub(share, 0.5), ofLarge, ofSmall));
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
    return negativeBinomialQuantile(tails, this.mean(), this.concentration);
  }

  override mean(): Tensor {
    return exp(this.logRate);
  }

  /** m + m^2 / concentration, m the mean. */
  override variance(): Tensor {
    const mean = this.mean();
    return add(mean, div(square(mean), this.concentration));
  }
}
