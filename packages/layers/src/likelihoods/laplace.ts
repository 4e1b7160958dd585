import { Laplace, realLine } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

const ownParameters = { scale: { source: 1, begin: 1, bounded: true } } as const;

/** Likelihood head of a Laplace distribution: p(x | z) = Laplace(loc, scale). */
export class LaplaceLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'LaplaceLikelihood';
  static readonly description = 'log p(x) of real values with some outliers, from their locations';
  readonly family = 'laplace';
  readonly support = realLine;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters);
  }

  protected distributionFrom(loc: Tensor, { scale }: LogsOf<typeof ownParameters>): Laplace {
    return new Laplace(loc, exp(scale), scale);
  }
}

/**
 * Creates a likelihood head of a Laplace distribution, for real values with outliers: p(x | z) =
 * Laplace(loc, scale).
 *
 * Input: loc, [batch, ...event]. `scale` is 1 by default.
 *
 *
 * @example
 * ```ts
 * import { laplaceLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const nll = laplaceLikelihood({ scale: 0.5 }).nll(tensor([[3]]), tensor([[1]]));
 * console.log(nll.dataSync()[0]); // 4
 * ```
 */
export const laplaceLikelihood = parameterizedHead(LaplaceLikelihood, ownParameters);

export const laplacePart = parameterizedPart(
  'laplace',
  'real values with some outliers',
  ownParameters,
  laplaceLikelihood,
);
