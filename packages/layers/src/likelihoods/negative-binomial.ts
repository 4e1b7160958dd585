import { NegativeBinomial, wholeNumbers } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import { register } from '../layer.js';
import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';
import { registerLikelihood } from './registered.js';

declare module '@helmholtz/core' {
  interface LikelihoodNames {
    negativeBinomial: true;
  }
}

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

register(NegativeBinomialLikelihood);

/** The head: `negativeBinomialLikelihood().apply(parameters)`. */
export const negativeBinomialLikelihood = parameterizedHead(NegativeBinomialLikelihood, own);

const negativeBinomialPart = parameterizedPart(
  'negativeBinomial',
  'counts that vary more than their mean',
  own,
  negativeBinomialLikelihood,
);

registerLikelihood(negativeBinomialPart);
