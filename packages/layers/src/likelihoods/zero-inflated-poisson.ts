import { firstItems } from '@helmholtz/base';
import { Poisson, ZeroInflated, wholeNumbers } from '@helmholtz/distributions';
import { type Tensor, split } from '@tensorflow/tfjs-core';

import { exposedPart, exposureOptions } from './exposure.js';
import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

const ownParameters = {} as const;
const MAINS = 2;

/** Likelihood head of a zero-inflated Poisson distribution with mean exp(logRate) of its counts. */
export class ZeroInflatedPoissonLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'ZeroInflatedPoissonLikelihood';
  static readonly description =
    'log p(x) of counts with extra zeros, from log-rates and logits of the extra zeros';
  readonly family = 'zeroInflatedPoisson';
  readonly support = wholeNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters, MAINS);
  }

  protected distributionFrom(main: Tensor): ZeroInflated {
    const [logRate, zeroLogit] = firstItems(split(main, 2, -1), 2);
    return new ZeroInflated(new Poisson(logRate), zeroLogit);
  }
}

/**
 * Creates a likelihood head of a zero-inflated Poisson distribution, for counts with more zeros
 * than a Poisson distribution has, such as dropouts (Lambert 1992):
 *
 *     p(0 | z) = q + (1 - q) Poisson(0; exp(logRate)), p(x | z) = (1 - q) Poisson(x; exp(logRate))
 *
 * Input: on the last axis logRate of each element, then the logit of its probability q of an extra
 * zero: [batch, ..., 2 n].
 *
 * @example
 * ```ts
 * import { meanOf } from '@helmholtz/distributions';
 * import { zeroInflatedPoissonLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const counts = zeroInflatedPoissonLikelihood().distribution(tensor([[Math.log(3), 0]]));
 * console.log(meanOf(counts).dataSync()[0]!.toFixed(3)); // 1.500
 * ```
 */
export const zeroInflatedPoissonLikelihood = parameterizedHead(ZeroInflatedPoissonLikelihood, ownParameters);

export const zeroInflatedPoissonPart = exposedPart(
  parameterizedPart(
    'zeroInflatedPoisson',
    'counts with extra zeros; the network computes log-rates and logits of extra zeros',
    ownParameters,
    zeroInflatedPoissonLikelihood,
    exposureOptions,
    MAINS,
  ),
);
