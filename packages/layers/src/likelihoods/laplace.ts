import { Laplace, realLine } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

const own = { scale: { source: 1, begin: 1, bounded: true } } as const;

/** p(x given z) = Laplace(loc, scale), from loc. */
export class LaplaceLikelihood extends ParameterizedLikelihood {
  static readonly className = 'LaplaceLikelihood';
  static readonly description = 'log p(x) of real values, some far off, from their locations';
  readonly family = 'laplace';
  readonly support = realLine;

  constructor(config: LikelihoodConfig) {
    super(config, own);
  }

  protected of(loc: Tensor, { scale }: Readonly<Record<string, Tensor>>): Laplace {
    return new Laplace(loc, exp(scale!), scale);
  }
}

/** The head: `laplaceLikelihood().apply(parameters)`. */
export const laplaceLikelihood = parameterizedHead(LaplaceLikelihood, own);

export const laplacePart = parameterizedPart('laplace', 'real values, some far off', own, laplaceLikelihood);
