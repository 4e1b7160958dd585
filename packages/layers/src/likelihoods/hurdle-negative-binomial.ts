import { firstItems } from '@helmholtz/base';
import { NegativeBinomial, Hurdle, wholeNumbers } from '@helmholtz/distributions';
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

/** Likelihood head of a hurdle negative binomial distribution: zeros by a logit of their own. */
export class HurdleNegativeBinomialLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'HurdleNegativeBinomialLikelihood';
  static readonly description =
    'log p(x) of counts whose zeros have a probability of their own, with variance above their mean';
  readonly family = 'hurdleNegativeBinomial';
  readonly support = wholeNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters, MAINS);
  }

  protected distributionFrom(main: Tensor, { concentration }: LogsOf<typeof ownParameters>): Hurdle {
    const [logRate, zeroLogit] = firstItems(split(main, 2, -1), 2);
    return new Hurdle(new NegativeBinomial(logRate, exp(concentration)), zeroLogit);
  }
}

/**
 * Creates a likelihood head of a hurdle negative binomial distribution (Mullahy 1986). It suits
 * counts with a separate probability of zero and a large variance of the other counts:
 *
 *     p(0 | z) = q, p(x | z) = (1 - q) NB(x) / (1 - NB(0)), NB of mean exp(logRate)
 *
 * Input: on the last axis logRate of each element, then the logit of its probability q of zero,
 * then log(concentration) if `concentration` is `network`. By default it is learned for each
 * element.
 *
 * @example
 * ```ts
 * import { hurdleNegativeBinomialLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = hurdleNegativeBinomialLikelihood({ concentration: 2 });
 * console.log(head.nll(tensor([[0]]), tensor([[5, 0]])).dataSync()[0]!.toFixed(3)); // 0.693
 * ```
 */
export const hurdleNegativeBinomialLikelihood = parameterizedHead(
  HurdleNegativeBinomialLikelihood,
  ownParameters,
);

export const hurdleNegativeBinomialPart = exposedPart(
  parameterizedPart(
    'hurdleNegativeBinomial',
    'overdispersed counts with a hurdle at zero',
    ownParameters,
    hurdleNegativeBinomialLikelihood,
    exposureOptions,
    MAINS,
  ),
);
