import { realLine, StudentT } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import {
  type LogsOf,
  ParameterizedLikelihood,
  parameterizedHead,
  parameterizedPart,
} from './parameterized.js';

const ownParameters = {
  degreesOfFreedom: { source: 4, begin: 4 },
  scale: { source: 1, begin: 1, bounded: true },
} as const;

/** Likelihood head of Student's t-distribution: p(x | z) = t(degreesOfFreedom, loc, scale). */
export class StudentTLikelihood extends ParameterizedLikelihood<typeof ownParameters> {
  static readonly className = 'StudentTLikelihood';
  static readonly description = 'log p(x) of real values with outliers, from their locations';
  readonly family = 'studentT';
  readonly support = realLine;

  constructor(config: LikelihoodConfig) {
    super(config, ownParameters);
  }

  protected distributionFrom(
    loc: Tensor,
    { degreesOfFreedom, scale }: LogsOf<typeof ownParameters>,
  ): StudentT {
    return new StudentT(exp(degreesOfFreedom), loc, exp(scale), scale);
  }
}

/**
 * Creates a likelihood head of Student's t-distribution, for real values with outliers: p(x | z) =
 * t(degreesOfFreedom, loc, scale).
 *
 * Input: loc, [batch, ...event]. By default `degreesOfFreedom` is 4 and `scale` is 1.
 *
 *
 * @example
 * ```ts
 * import { meanOf } from '@helmholtz/distributions';
 * import { studentTLikelihood } from '@helmholtz/layers';
 * import { tensor } from '@tensorflow/tfjs-core';
 *
 * const head = studentTLikelihood({ degreesOfFreedom: 3, scale: 1 });
 * console.log(meanOf(head.distribution(tensor([[5]]))).dataSync()[0]); // 5
 * ```
 */
export const studentTLikelihood = parameterizedHead(StudentTLikelihood, ownParameters);

export const studentTPart = parameterizedPart(
  'studentT',
  'real values with outliers',
  ownParameters,
  studentTLikelihood,
);
