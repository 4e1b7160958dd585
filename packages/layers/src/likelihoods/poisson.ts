import { Poisson, wholeNumbers } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';

import { LikelihoodHead, type LikelihoodOptions, likelihoodConfig, plainPart } from './likelihood.js';

/** p(x given z) = Poisson(exp(logRate)), from the logarithm of the mean. */
export class PoissonLikelihood extends LikelihoodHead {
  static readonly className = 'PoissonLikelihood';
  static readonly description = 'log p(x) of counts, from log-rates';
  readonly family = 'poisson';
  readonly support = wholeNumbers;

  distribution(logRate: Tensor): Poisson {
    return new Poisson(logRate);
  }
}

/** The head: `poissonLikelihood().apply(logRate)`. */
export function poissonLikelihood(options: LikelihoodOptions = {}): PoissonLikelihood {
  return new PoissonLikelihood(likelihoodConfig(options));
}

export const poissonPart = plainPart(
  'poisson',
  'counts, from the logarithm of their mean',
  poissonLikelihood,
);
