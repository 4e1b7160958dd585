import type { Scalar } from '@tensorflow/tfjs-core';

import type { Objective } from './objective.js';
import { type WarmUp, warmedUp } from './warm-up.js';

/** Weight of the KL divergence in the loss. */
export interface BetaOptions {
  /** Weight of the KL divergence: 1 gives the bound itself (Higgins et al. 2017). 1 by default. */
  readonly beta?: number | undefined;
  /** Schedule in which beta rises from 0. No warm-up by default. */
  readonly warmUp?: WarmUp | undefined;
}

/** Beta of an objective: a coefficient if it changes from step to step, otherwise a constant. */
export interface Beta {
  /** Method `coefficients` of the objective, if it needs one. */
  readonly coefficients: Pick<Objective, 'coefficients'>;
  at(coefficients: Readonly<Record<string, Scalar>>): Scalar | number;
}

/** Returns the beta that options declare. */
export function betaOf({ beta = 1, warmUp }: BetaOptions): Beta {
  if (warmUp === undefined) return { coefficients: {}, at: () => beta };
  return {
    coefficients: { coefficients: (progress) => ({ beta: beta * warmedUp(warmUp, progress) }) },
    at: (coefficients) => coefficients['beta'] ?? beta,
  };
}
