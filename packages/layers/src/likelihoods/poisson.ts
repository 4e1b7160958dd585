import { Poisson, wholeNumbers } from '@helmholtz/distributions';
import type { Tensor } from '@tensorflow/tfjs-core';

import { z } from 'zod';

import { exposedPart, exposureOptions } from './exposure.js';
import { LikelihoodHead, type LikelihoodOptions, likelihoodConfig, plainPart } from './likelihood.js';

/** Likelihood head of a Poisson distribution: p(x | z) = Poisson(exp(logRate)). */
export class PoissonLikelihood extends LikelihoodHead {
  static readonly className = 'PoissonLikelihood';
  static readonly description = 'log p(x) of counts, from log-rates';
  readonly family = 'poisson';
  readonly support = wholeNumbers;

  override sharedConfig() {
    return this.getConfig();
  }

  distribution(logRate: Tensor): Poisson {
    return new Poisson(logRate);
  }
}

/**
 * Creates a likelihood head of a Poisson distribution, for counts: p(x | z) =
 * Poisson(exp(logRate)).
 *
 * Input: logRate, [batch, ...event], the logarithm of the mean.
 *
 *
 * @example
 * ```ts
 * import { poissonLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = poissonLikelihood();
 * console.log(head.nll(tensor([[0, 0]]), tensor([[0, 0]])).dataSync()[0]); // 2
 * ```
 */
export function poissonLikelihood(options: LikelihoodOptions = {}): PoissonLikelihood {
  return new PoissonLikelihood(likelihoodConfig(options));
}

export const poissonPart = exposedPart({
  ...plainPart('poisson', 'counts, from the logarithm of their mean; exposure: known factor', (config) =>
    poissonLikelihood(config),
  ),
  options: z.strictObject(exposureOptions),
});
