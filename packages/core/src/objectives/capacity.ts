import { type Scalar, abs, mul, sub } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { Objective } from './objective.js';
import { type WarmUp, warmedUp } from './warm-up.js';

/**
 * Target of the KL divergence, which rises during training (Burgess et al. 2018, equation 8). It
 * replaces beta.
 */
export interface Capacity {
  /** Capacity C at the end of the warm-up, in nats. */
  readonly nats: number;
  /** Weight gamma of the distance from the capacity. 1000 by default. */
  readonly gamma?: number | undefined;
  /** Schedule in which the capacity rises from 0. It has its full value at once by default. */
  readonly warmUp?: WarmUp | undefined;
}

/** Capacity of an objective: a coefficient if it changes between steps, otherwise a constant. */
export interface CapacityTerm {
  /** Method `coefficients` of the objective, if it needs one. */
  readonly coefficients: Pick<Objective, 'coefficients'>;
  /** Returns gamma |KL - C|. */
  penalty(kl: Scalar, coefficients: Readonly<Record<string, Scalar>>): Scalar;
}

/**
 * Returns the term of a capacity.
 *
 * @throws HelmholtzError (`usage`) for a capacity or weight below 0, or beside another `conflict`.
 */
export function capacityTerm(
  { nats, gamma = 1000, warmUp }: Capacity,
  conflict: string | undefined,
): CapacityTerm {
  if (conflict !== undefined) {
    throw new HelmholtzError('usage', `The ELBO was given a capacity and ${conflict}.`, {
      hint: 'Both set the weight of the KL divergence. Leave one out.',
    });
  }
  if (!(nats >= 0 && gamma >= 0)) {
    throw new HelmholtzError('usage', `The capacity is ${nats} nats with a gamma of ${gamma}.`, {
      hint: 'Give numbers from 0 on: capacity: { nats: 25, gamma: 1000 }.',
    });
  }
  return {
    coefficients:
      warmUp === undefined
        ? {}
        : { coefficients: (progress) => ({ capacity: nats * warmedUp(warmUp, progress) }) },
    penalty: (kl, coefficients) => mul(abs(sub(kl, coefficients['capacity'] ?? nats)), gamma),
  };
}
