import { firstItems } from '@helmholtz/base';
import { NegativeBinomial, ZeroInflated, wholeNumbers } from '@helmholtz/distributions';
import { type Tensor, exp, split } from '@tensorflow/tfjs-core';

import { exposedPart, exposureOptions } from './exposure.js';
import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

const ownParameters = { concentration: { source: 'learnedPerElement', begin: 1 } } as const;
const MAINS = 2;

/**
 * Likelihood head of a zero-inflated negative binomial distribution with mean exp(logRate) of its
 * counts.
 */
export class ZeroInflatedNegativeBinomialLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'ZeroInflatedNegativeBinomialLikelihood';
  static readonly description =
    'log p(x) of counts with extra zeros and variance above their mean, from log-rates and logits of the extra zeros';
  readonly family = 'zeroInflatedNegativeBinomial';
  readonly support = wholeNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters, MAINS);
  }

  protected distributionFrom(main: Tensor, { concentration }: LogsOf<typeof ownParameters>): ZeroInflated {
    const [logRate, zeroLogit] = firstItems(split(main, 2, -1), 2);
    return new ZeroInflated(new NegativeBinomial(logRate, exp(concentration)), zeroLogit);
  }
}

/**
 * Creates a likelihood head of a zero-inflated negative binomial distribution (Lopez et al. 2018).
 * It suits counts with dropouts and a variance above their mean, such as counts of genes:
 *
 *     p(0 | z) = q + (1 - q) NB(0), p(x | z) = (1 - q) NB(x), NB of mean exp(logRate)
 *
 * Input: on the last axis logRate of each element, then the logit of its probability q of an extra
 * zero, then log(concentration) if `concentration` is `network`. By default it is learned for each
 * element, as the dispersion of each gene.
 *
 * @example
 * ```ts
 * import { meanOf } from '@helmholtz/distributions';
 * import { zeroInflatedNegativeBinomialLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = zeroInflatedNegativeBinomialLikelihood({ concentration: 2 });
 * const counts = head.distribution(tensor([[Math.log(3), 0]]));
 * console.log(meanOf(counts).dataSync()[0]!.toFixed(3)); // 1.500
 * ```
 */
export const zeroInflatedNegativeBinomialLikelihood = parameterizedHead(
  ZeroInflatedNegativeBinomialLikelihood,
  ownParameters,
);

export const zeroInflatedNegativeBinomialPart = exposedPart(
  parameterizedPart(
    'zeroInflatedNegativeBinomial',
    'overdispersed counts with extra zeros',
    ownParameters,
    zeroInflatedNegativeBinomialLikelihood,
    exposureOptions,
    MAINS,
  ),
);
