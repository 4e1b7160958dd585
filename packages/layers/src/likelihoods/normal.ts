import { Normal, realLine } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  type ParameterSource,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

/** Source of the scale of a normal likelihood. */
export type NormalScale = ParameterSource;

const ownParameters = { scale: { source: 1, begin: 1, bounded: true } } as const;

/** Likelihood head of a normal distribution: p(x | z) = N(loc, scale^2). */
export class NormalLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'NormalLikelihood';
  static readonly description = 'log p(x) of real values, from their locations';
  readonly family = 'normal';
  readonly support = realLine;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters);
  }

  protected distributionFrom(loc: Tensor, { scale }: LogsOf<typeof ownParameters>): Normal {
    return new Normal(loc, exp(scale), scale);
  }
}

/**
 * Creates a likelihood head of a normal distribution with independent elements: p(x | z) = N(loc,
 * scale^2).
 *
 * Input: loc, [batch, ...event]. With `scale: 'network'` the input also holds log(scale), and its
 * last axis is twice as long. `scale` is 1 by default.
 *
 *
 * @example
 * ```ts
 * import { varianceOf } from '@helmholtz/distributions';
 * import { normalLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = normalLikelihood({ scale: 2 });
 * console.log(varianceOf(head.distribution(tensor([[1, 3]]))).dataSync());
 * // Float32Array(1) [ 4 ]
 * ```
 */
export const normalLikelihood = parameterizedHead(NormalLikelihood, ownParameters);

export const normalPart = parameterizedPart('normal', 'real values', ownParameters, normalLikelihood);
