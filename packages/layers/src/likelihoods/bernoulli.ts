import { Bernoulli, type LikelihoodPart, binaryOrGrey } from '@helmholtz/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { register } from '../layer.js';
import {
  type LikelihoodConfig,
  LikelihoodHead,
  type LikelihoodOptions,
  likelihoodConfig,
} from './likelihood.js';

/** p(x given z) = Bernoulli(sigmoid(logits)), from logits [batch, ...event]. */
export class BernoulliLikelihood extends LikelihoodHead {
  static readonly className = 'BernoulliLikelihood';
  readonly family = 'bernoulli';
  readonly support = binaryOrGrey;

  distribution(logits: Tensor): Bernoulli {
    return new Bernoulli(logits);
  }
}

register(BernoulliLikelihood);

/** The Bernoulli head: `bernoulliLikelihood().apply(logits)`. */
export function bernoulliLikelihood(options: LikelihoodOptions = {}): BernoulliLikelihood {
  return new BernoulliLikelihood(likelihoodConfig(options) satisfies LikelihoodConfig);
}

export const bernoulliPart: LikelihoodPart = {
  name: 'bernoulli',
  description: 'binary or grey values between 0 and 1, from logits',
  options: z.strictObject({}),
  parameterShape: (eventShape) => eventShape,
  head: (config) => bernoulliLikelihood(config),
};
