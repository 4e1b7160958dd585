import { ContinuousBernoulli, greyValues } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';

import { LikelihoodHead, type LikelihoodOptions, likelihoodConfig, plainPart } from './likelihood.js';

/** p(x given z) = ContinuousBernoulli(logits), from logits. */
export class ContinuousBernoulliLikelihood extends LikelihoodHead {
  static readonly className = 'ContinuousBernoulliLikelihood';
  static readonly description = 'log p(x) of values between 0 and 1, from logits';
  readonly family = 'continuousBernoulli';
  readonly support = greyValues;

  distribution(logits: Tensor): ContinuousBernoulli {
    return new ContinuousBernoulli(logits);
  }
}

/** The head: `continuousBernoulliLikelihood().apply(logits)`. */
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
