import { firstItems } from '@helmholtz/base';
import { Poisson, Hurdle, wholeNumbers } from '@helmholtz/distributions';
import { type Tensor, split } from '@tensorflow/tfjs-core';

import { exposedPart, exposureOptions } from './exposure.js';
import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

const ownParameters = {} as const;
const MAINS = 2;

/** Likelihood head of a hurdle Poisson distribution: zeros by a logit, other counts by a rate. */
export class HurdlePoissonLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'HurdlePoissonLikelihood';
  static readonly description =
    'log p(x) of counts whose zeros have a probability of their own, from log-rates and logits of zeros';
  readonly family = 'hurdlePoisson';
  readonly support = wholeNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters, MAINS);
  }

  protected distributionFrom(main: Tensor): Hurdle {
    const [logRate, zeroLogit] = firstItems(split(main, 2, -1), 2);
    return new Hurdle(new Poisson(logRate), zeroLogit);
  }
}

/**
 * Creates a likelihood head of a hurdle Poisson distribution, for counts with more zeros or fewer
 * than a Poisson distribution has (Mullahy 1986):
 *
 *     p(0 | z) = q, p(x | z) = (1 - q) Poisson(x; exp(logRate)) / (1 - exp(-exp(logRate)))
 *
 * Input: on the last axis logRate of each element, then the logit of its probability q of zero:
 * [batch, ..., 2 n].
 *
 * @example
 * ```ts
 * import { hurdlePoissonLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = hurdlePoissonLikelihood();
 * console.log(head.nll(tensor([[0]]), tensor([[5, 0]])).dataSync()[0]!.toFixed(3)); // 0.693
 * ```
 */
export const hurdlePoissonLikelihood = parameterizedHead(HurdlePoissonLikelihood, ownParameters);

export const hurdlePoissonPart = exposedPart(
  parameterizedPart(
    'hurdlePoisson',
    'counts whose zeros have a probability of their own, from the network',
    ownParameters,
    hurdlePoissonLikelihood,
    exposureOptions,
    MAINS,
  ),
);
