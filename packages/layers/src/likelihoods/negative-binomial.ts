import { NegativeBinomial, wholeNumbers } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

const own = { concentration: { source: 'learned', begin: 1 } } as const;

/** p(x given z) = NegativeBinomial(logRate, concentration), from the logarithm of the mean. */
export class NegativeBinomialLikelihood extends ParameterizedLikelihood {
  static readonly className = 'NegativeBinomialLikelihood';
  static readonly description = 'log p(x) of counts that vary more than a Poisson, from their parameters';
  readonly family = 'negativeBinomial';
  readonly support = wholeNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, own);
  }

  protected of(logRate: Tensor, { concentration }: Readonly<Record<string, Tensor>>): NegativeBinomial {
    return new NegativeBinomial(logRate, exp(concentration!));
  }
}

/** The head: `negativeBinomialLikelihood().apply(parameters)`. */
export const negativeBinomialLikelihood = parameterizedHead(NegativeBinomialLikelihood, own);

export const negativeBinomialPart = parameterizedPart(
  'negativeBinomial',
  'counts that vary more than their mean',
  own,
  negativeBinomialLikelihood,
);
