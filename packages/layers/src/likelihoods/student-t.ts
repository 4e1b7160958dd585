import { realLine, StudentT } from '@helmholtz/distributions';
import { type Tensor, exp } from '@tensorflow/tfjs-core';

import type { LikelihoodConfig } from './likelihood.js';
import { ParameterizedLikelihood, parameterizedHead, parameterizedPart } from './parameterized.js';

const own = {
  degreesOfFreedom: { source: 4, begin: 4 },
  scale: { source: 1, begin: 1, bounded: true },
} as const;

/** p(x given z) = Student's t(degreesOfFreedom, loc, scale), from loc. */
export class StudentTLikelihood extends ParameterizedLikelihood {
  static readonly className = 'StudentTLikelihood';
  static readonly description = 'log p(x) of real values with outliers, from their locations';
  readonly family = 'studentT';
  readonly support = realLine;

  constructor(config: LikelihoodConfig) {
    super(config, own);
  }

  protected of(loc: Tensor, { degreesOfFreedom, scale }: Readonly<Record<string, Tensor>>): StudentT {
    return new StudentT(exp(degreesOfFreedom!), loc, exp(scale!), scale);
  }
}

/** The head: `studentTLikelihood().apply(parameters)`. */
export const studentTLikelihood = parameterizedHead(StudentTLikelihood, own);

export const studentTPart = parameterizedPart(
  'studentT',
  'real values with outliers',
  own,
  studentTLikelihood,
);
