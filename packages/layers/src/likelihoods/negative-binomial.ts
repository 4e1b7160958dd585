import { NegativeBinomial, wholeNumbers } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import { exposedPart, exposureOptions } from './exposure.js';
import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

const ownParameters = { concentration: { source: 'learned', begin: 1 } } as const;

/** Likelihood head of a negative binomial distribution with mean exp(logRate). */
export class NegativeBinomialLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'NegativeBinomialLikelihood';
  static readonly description = 'log p(x) of counts with variance above their mean, from log-rates';
  readonly family = 'negativeBinomial';
  readonly support = wholeNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters);
  }

  protected distributionFrom(
    logRate: Tensor,
    { concentration }: LogsOf<typeof ownParameters>,
  ): NegativeBinomial {
    return new NegativeBinomial(logRate, exp(concentration));
  }
}

/**
 * Creates a likelihood head of a negative binomial distribution, for counts whose variance exceeds
 * their mean: variance = mean + mean^2 / concentration.
 *
 * Input: logRate, [batch, ...event], the logarithm of the mean. `concentration` is learned by
 * default.
 *
 *
 * @example
 * ```ts
 * import { varianceOf } from '@helmholtz/distributions';
 * import { negativeBinomialLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const counts = negativeBinomialLikelihood({ concentration: 2 }).distribution(tensor([[0]]));
 * console.log(varianceOf(counts).dataSync()[0]); // 1.5
 * ```
 */
export const negativeBinomialLikelihood = parameterizedHead(NegativeBinomialLikelihood, ownParameters);

export const negativeBinomialPart = exposedPart(
  parameterizedPart(
    'negativeBinomial',
    'counts with a variance above their mean',
    ownParameters,
    negativeBinomialLikelihood,
    exposureOptions,
  ),
);
