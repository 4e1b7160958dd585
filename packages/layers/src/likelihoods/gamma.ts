import { Gamma, positiveNumbers } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

const ownParameters = { concentration: { source: 'learned', begin: 1 } } as const;

/** Likelihood head of a gamma distribution: p(x | z) = Gamma(c, c / exp(logMean)). */
export class GammaLikelihood extends ParameterizedLikelihood {
  static readonly className = 'GammaLikelihood';
  static readonly description = 'log p(x) of positive values, from the logarithms of their means';
  readonly family = 'gamma';
  readonly support = positiveNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters);
  }

  protected distributionFrom(logMean: Tensor, { concentration }: Readonly<Record<string, Tensor>>): Gamma {
    return new Gamma(logMean, exp(concentration!));
  }
}

/**
 * Creates a likelihood head of a gamma distribution, for positive values such as durations and
 * amounts: p(x | z) = Gamma(c, c / mean), with concentration c. The standard deviation is mean /
 * sqrt(c), so the relative error is the same for small and large values.
 *
 * Input: logMean, [batch, ...event]. `concentration` is learned by default.
 *
 * @example
 * ```ts
 * import { gammaLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = gammaLikelihood({ concentration: 1 });
 * console.log(head.nll(tensor([[2]]), tensor([[0]])).dataSync()[0]?.toFixed(3)); // 2.000
 * ```
 */
export const gammaLikelihood = parameterizedHead(GammaLikelihood, ownParameters);

export const gammaPart = parameterizedPart('gamma', 'positive numbers', ownParameters, gammaLikelihood);
