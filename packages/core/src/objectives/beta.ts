import type { Scalar } from '@tensorflow/tfjs-core';

import type { Objective } from './objective.js';
import { type WarmUp, warmedUp } from './warm-up.js';

/** How an objective weighs its KL divergence, or what stands for it. */
export interface BetaOptions {
  /** The weight of the KL divergence in the loss: 1 is the bound itself (Higgins et al. 2017). */
  readonly beta?: number | undefined;
  /** How beta rises from 0. It is there at once unless given. */
  readonly warmUp?: WarmUp | undefined;
}

/** Beta as an objective takes it: a coefficient where it changes from step to step, a constant otherwise. */
export interface Beta {
  /** The objective's own `coefficients`, where it has any. */
  readonly coefficients: Pick<Objective, 'coefficients'>;
  at(coefficients: Readonly<Record<string, Scalar>>): Scalar | number;
}

export function betaOf({ beta = 1, warmUp }: BetaOptions): Beta {
  if (warmUp === undefined) return { coefficients: {}, at: () => beta };
  return {
    coefficients: { coefficients: (progress) => ({ beta: beta * warmedUp(warmUp, progress) }) },
    at: (coefficients) => coefficients['beta'] ?? beta,
  };
}
