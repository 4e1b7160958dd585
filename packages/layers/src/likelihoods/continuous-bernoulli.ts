import { ContinuousBernoulli, greyValues } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';

import { LikelihoodHead, type LikelihoodOptions, likelihoodConfig, plainPart } from './likelihood.js';

/** Likelihood head of a continuous Bernoulli distribution. */
export class ContinuousBernoulliLikelihood extends LikelihoodHead {
  static readonly className = 'ContinuousBernoulliLikelihood';
  static readonly description = 'log p(x) of values between 0 and 1, from logits';
  readonly family = 'continuousBernoulli';
  readonly support = greyValues;

  override sharedConfig() {
    return this.getConfig();
  }

  distribution(logits: Tensor): ContinuousBernoulli {
    return new ContinuousBernoulli(logits);
  }
}

/**
 * Creates a likelihood head of a continuous Bernoulli distribution, for grey values in [0, 1]
 * (Loaiza-Ganem and Cunningham 2019).
 *
 * Input: logits, [batch, ...event].
 *
 *
 * @example
 * ```ts
 * import { continuousBernoulliLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const grey = continuousBernoulliLikelihood().distribution(tensor([[0]]));
 * console.log(grey.mean().dataSync()[0]?.toFixed(3)); // 0.500
 * ```
 */
export function continuousBernoulliLikelihood(
  options: LikelihoodOptions = {},
): ContinuousBernoulliLikelihood {
  return new ContinuousBernoulliLikelihood(likelihoodConfig(options));
}

export const continuousBernoulliPart = plainPart(
  'continuousBernoulli',
  'grey values from 0 to 1, from logits',
  continuousBernoulliLikelihood,
);
