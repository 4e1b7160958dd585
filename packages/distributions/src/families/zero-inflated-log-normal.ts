import {
  type Tensor,
  add,
  div,
  greater,
  less,
  log,
  maximum,
  minimum,
  mul,
  neg,
  sigmoid,
  softplus,
  square,
  sub,
  where,
  zerosLike,
} from '@tensorflow/tfjs-core';

import { broadcast } from '../math/broadcast.js';
import { probit } from '../math/probit.js';
import { wherePositive } from '../math/where-positive.js';
import { Distribution } from '../distribution.js';
import { amounts } from '../support.js';
import { LogNormal } from './log-normal.js';

/** Half of the least step of uniform noise, which stands for 0. */
const LEAST = 2 ** -25;

/**
 * Zero-inflated log-normal distribution of amounts, elementwise: a value is 0 with a probability of
 * its own, otherwise its logarithm is normal. It is also known as the delta distribution
 * (Aitchison 1955).
 *
 * Values have a probability at 0, and a density above 0.
 *
 * @example
 * ```ts
 * import { ZeroInflatedLogNormal } from '@helmholtz/distributions';
 * import { exp, scalar } from '@tensorflow/tfjs-core';
 *
 * const amounts = new ZeroInflatedLogNormal(scalar(0), scalar(1), scalar(0));
 * console.log(exp(amounts.logProb(scalar(0))).dataSync()[0]!.toFixed(3)); // 0.500
 * console.log(amounts.mean().dataSync()[0]!.toFixed(3)); // 0.824
 * ```
 */
export class ZeroInflatedLogNormal extends Distribution {
  readonly family = 'zeroInflatedLogNormal';
  readonly support = amounts;
  readonly noise = 'uniform';
  /** Distribution of the positive values. */
  readonly positive: LogNormal;

  /**
   * @param loc mean of the logarithm of positive values.
   * @param scale standard deviation of the logarithm of positive values.
   * @param zeroLogit logit of the probability of 0.
   * @param logScale logarithm of `scale`, if known.
   */
  constructor(
    loc: Tensor,
    scale: Tensor,
    readonly zeroLogit: Tensor,
    logScale: Tensor = log(scale),
  ) {
    super();
    this.positive = new LogNormal(loc, scale, logScale);
  }

  /**
   * log p(0) = log q and log p(x) = log(1 - q) + log LogNormal(x; loc, scale) for x > 0, with
   * q = sigmoid(zeroLogit).
   */
  logProb(value: Tensor): Tensor {
    // The logarithm of 0 would make gradients NaN.
    const defined = wherePositive(value, value, 1);
    const ofPositive = add(neg(softplus(this.zeroLogit)), this.positive.logProb(defined));
    return wherePositive(value, ofPositive, neg(softplus(neg(this.zeroLogit))));
  }

  /** Quantile of the uniform noise. Not differentiable. */
  sample(noise: Tensor): Tensor {
    const lower = where(greater(noise, 0), noise, LEAST);
    const share = sigmoid(this.zeroLogit);
    const positiveShare = sigmoid(neg(this.zeroLogit));
    // Tails of the positive values. Each is exact where it is small.
    const above = div(sub(1, lower), positiveShare);
    const below = maximum(div(sub(lower, share), positiveShare), 1e-10);
    const upper = neg(probit(minimum(above, 0.5)));
    const normal = where(less(above, 0.5), upper, probit(minimum(below, 0.5)));
    const amount = this.positive.sample(normal);
    const isPositive = less(broadcast(above, amount.shape), 1);
    return where(isPositive, amount, zerosLike(amount));
  }

  override mean(): Tensor {
    return mul(sigmoid(neg(this.zeroLogit)), this.positive.mean());
  }

  /** (1 - q) (variance + q mean^2) of the positive values. */
  override variance(): Tensor {
    const share = sigmoid(this.zeroLogit);
    const spread = add(this.positive.variance(), mul(share, square(this.positive.mean())));
    return mul(sigmoid(neg(this.zeroLogit)), spread);
  }

  /** That of the choice between 0 and positive values, plus (1 - q) times that of positive values. */
  override entropy(): Tensor {
    const [share, rest] = [sigmoid(this.zeroLogit), sigmoid(neg(this.zeroLogit))];
    const ofZero = mul(share, softplus(neg(this.zeroLogit)));
    const ofPositive = mul(rest, add(softplus(this.zeroLogit), this.positive.entropy()));
    return add(ofZero, ofPositive);
  }
}
