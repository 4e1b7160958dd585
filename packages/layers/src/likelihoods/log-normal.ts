import { LogNormal, positiveNumbers } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

const ownParameters = { scale: { source: 1, begin: 1, bounded: true } } as const;

/** Likelihood head of a log-normal distribution: p(log x | z) = N(loc, scale^2). */
export class LogNormalLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'LogNormalLikelihood';
  static readonly description = 'log p(x) of positive values, from the locations of their logarithms';
  readonly family = 'logNormal';
  readonly support = positiveNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters);
  }

  protected distributionFrom(loc: Tensor, { scale }: LogsOf<typeof ownParameters>): LogNormal {
    return new LogNormal(loc, exp(scale), scale);
  }
}

/**
 * Creates a likelihood head of a log-normal distribution, for positive values: log x given z is
 * normal, N(loc, scale^2).
 *
 * Input: loc, [batch, ...event], the mean of log x. `scale` is 1 by default.
 *
 *
 * @example
 * ```ts
 * import { meanOf } from '@helmholtz/distributions';
 * import { logNormalLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const positive = logNormalLikelihood({ scale: 1 }).distribution(tensor([[0]]));
 * console.log(meanOf(positive).dataSync()[0]?.toFixed(3)); // 1.649
 * ```
 */
export const logNormalLikelihood = parameterizedHead(LogNormalLikelihood, ownParameters);

export const logNormalPart = parameterizedPart(
  'logNormal',
  'positive numbers',
  ownParameters,
  logNormalLikelihood,
);
