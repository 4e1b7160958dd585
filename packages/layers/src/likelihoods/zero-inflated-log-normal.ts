import { firstItems } from '@helmholtz/base';
import { amounts, ZeroInflatedLogNormal } from '@helmholtz/distributions';
import { type Tensor, exp, split } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

const ownParameters = { scale: { source: 1, begin: 1, bounded: true } } as const;
const MAINS = 2;

/** Likelihood head of a zero-inflated log-normal distribution: zeros by a logit, else log-normal. */
export class ZeroInflatedLogNormalLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'ZeroInflatedLogNormalLikelihood';
  static readonly description =
    'log p(x) of amounts with zeros, from locations of logarithms and logits of zeros';
  readonly family = 'zeroInflatedLogNormal';
  readonly support = amounts;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters, MAINS);
  }

  protected distributionFrom(main: Tensor, { scale }: LogsOf<typeof ownParameters>): ZeroInflatedLogNormal {
    const [loc, zeroLogit] = firstItems(split(main, 2, -1), 2);
    return new ZeroInflatedLogNormal(loc, exp(scale), zeroLogit, scale);
  }
}

/**
 * Creates a likelihood head of a zero-inflated log-normal distribution, for amounts of which many
 * are 0, such as expenses or rainfall (Aitchison 1955):
 *
 *     p(0 | z) = q, p(x | z) = (1 - q) LogNormal(x; loc, scale) for x > 0
 *
 * Input: on the last axis loc of each element, the mean of log x of positive values, then the logit
 * of its probability q of zero: [batch, ..., 2 n]. `scale` is 1 by default.
 *
 * @example
 * ```ts
 * import { meanOf } from '@helmholtz/distributions';
 * import { zeroInflatedLogNormalLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const amounts = zeroInflatedLogNormalLikelihood({ scale: 1 }).distribution(tensor([[0, 0]]));
 * console.log(meanOf(amounts).dataSync()[0]!.toFixed(3)); // 0.824
 * ```
 */
export const zeroInflatedLogNormalLikelihood = parameterizedHead(
  ZeroInflatedLogNormalLikelihood,
  ownParameters,
);

export const zeroInflatedLogNormalPart = parameterizedPart(
  'zeroInflatedLogNormal',
  'amounts: zeros by logits, others positive',
  ownParameters,
  zeroInflatedLogNormalLikelihood,
  {},
  MAINS,
);
