import { Beta, insideUnitInterval } from '@helmholtz/distributions';
import { type Tensor, add, exp, neg, softplus } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

const ownParameters = { concentration: { source: 'learned', begin: 10 } } as const;

/** Likelihood head of a beta distribution: p(x | z) = Beta(m c, (1 - m) c), with mean m. */
export class BetaLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'BetaLikelihood';
  static readonly description = 'log p(x) of values between 0 and 1, from logits of their means';
  readonly family = 'beta';
  readonly support = insideUnitInterval;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters);
  }

  protected distributionFrom(logits: Tensor, { concentration }: LogsOf<typeof ownParameters>): Beta {
    const [ones, zeros] = [neg(softplus(neg(logits))), neg(softplus(logits))];
    return new Beta(exp(add(ones, concentration)), exp(add(zeros, concentration)));
  }
}

/**
 * Creates a likelihood head of a beta distribution, for values inside (0, 1): p(x | z) = Beta(m c,
 * (1 - m) c), with mean m = sigmoid(logits) and concentration c.
 *
 * Input: logits, [batch, ...event]. `concentration` is learned by default.
 *
 *
 * @example
 * ```ts
 * import { meanOf } from '@helmholtz/distributions';
 * import { betaLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = betaLikelihood({ concentration: 2 });
 * console.log(meanOf(head.distribution(tensor([[0]]))).dataSync()[0]?.toFixed(3)); // 0.500
 * ```
 */
export const betaLikelihood = parameterizedHead(BetaLikelihood, ownParameters);

export const betaPart = parameterizedPart(
  'beta',
  'numbers between 0 and 1, exclusive',
  ownParameters,
  betaLikelihood,
);
