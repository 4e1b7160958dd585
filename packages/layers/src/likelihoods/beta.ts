import { Beta, insideUnitInterval } from '@helmholtz/distributions';
import { type Tensor, add, exp, neg, softplus } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

const own = { concentration: { source: 'learned', begin: 10 } } as const;

/** p(x given z) = Beta(m c, (1 - m) c), from the logits of the mean m; c is the concentration. */
export class BetaLikelihood extends ParameterizedLikelihood {
  static readonly className = 'BetaLikelihood';
  static readonly description = 'log p(x) of values between 0 and 1, from logits of their means';
  readonly family = 'beta';
  readonly support = insideUnitInterval;

  constructor(config: LikelihoodConfig) {
    super(config, own);
  }

  protected of(logits: Tensor, { concentration }: Readonly<Record<string, Tensor>>): Beta {
    const [ones, zeros] = [neg(softplus(neg(logits))), neg(softplus(logits))];
    return new Beta(exp(add(ones, concentration!)), exp(add(zeros, concentration!)));
  }
}

/** The head: `betaLikelihood().apply(parameters)`. */
export const betaLikelihood = parameterizedHead(BetaLikelihood, own);

export const betaPart = parameterizedPart(
  'beta',
  'numbers between 0 and 1, never these',
  own,
  betaLikelihood,
);
