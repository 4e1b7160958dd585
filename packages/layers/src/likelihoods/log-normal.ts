import { LogNormal, positiveNumbers } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

const own = { scale: { source: 1, begin: 1, bounded: true } } as const;

/** p(log x given z) = N(loc, scale^2), from loc. */
export class LogNormalLikelihood extends ParameterizedLikelihood {
  static readonly className = 'LogNormalLikelihood';
  static readonly description = 'log p(x) of positive values, from the locations of their logarithms';
  readonly family = 'logNormal';
  readonly support = positiveNumbers;

  constructor(config: LikelihoodConfig) {
    super(config, own);
  }

  protected of(loc: Tensor, { scale }: Readonly<Record<string, Tensor>>): LogNormal {
    return new LogNormal(loc, exp(scale!), scale);
  }
}

/** The head: `logNormalLikelihood().apply(parameters)`. */
export const logNormalLikelihood = parameterizedHead(LogNormalLikelihood, own);

export const logNormalPart = parameterizedPart('logNormal', 'positive numbers', own, logNormalLikelihood);
