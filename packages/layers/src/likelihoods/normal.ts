import { Normal, realLine } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import {
  type ParameterSource,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

/** Where the scale comes from; the other names of it that there are go by `ParameterSource`. */
export type NormalScale = ParameterSource;

const own = { scale: { source: 1, begin: 1, bounded: true } } as const;

/** p(x given z) = N(loc, scale^2), from loc. */
export class NormalLikelihood extends ParameterizedLikelihood {
  static readonly className = 'NormalLikelihood';
  static readonly description = 'log p(x) of real values, from their locations';
  readonly family = 'normal';
  readonly support = realLine;

  constructor(config: LikelihoodConfig) {
    super(config, own);
  }

  protected of(loc: Tensor, { scale }: Readonly<Record<string, Tensor>>): Normal {
    return new Normal(loc, exp(scale!), scale);
  }
}

/** The head: `normalLikelihood().apply(parameters)`. */
export const normalLikelihood = parameterizedHead(NormalLikelihood, own);

export const normalPart = parameterizedPart('normal', 'real values', own, normalLikelihood);
