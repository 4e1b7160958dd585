import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from './distribution.js';

/** The closed form of KL(q, p) for a pair of families. */
export interface ClosedFormKl<Q extends Distribution = Distribution, P extends Distribution = Distribution> {
  /** The family of q. */
  readonly posterior: Q['family'];
  /** The family of p. */
  readonly prior: P['family'];
  /**
   * KL(q, p) of each event, in nats. If one of the two has larger events, as a multivariate normal with full covariance
   * has beside a diagonal one, then of each of the larger events.
   */
  divergence(q: Q, p: P): Tensor;
}

/**
 * Returns the part that states KL(q, p) in closed form.
 *
 * @example
 * ```ts
 * import { Normal, Poisson, closedFormKl } from '@helmholtz/distributions';
 * import { mul } from '@tensorflow/tfjs-core';
 *
 * const form = closedFormKl<Poisson, Normal>('poisson', 'normal', (q, p) => mul(q.logRate, p.loc));
 * console.log(form.posterior, form.prior); // poisson normal
 * ```
 */
export function closedFormKl<Q extends Distribution, P extends Distribution>(
  posterior: Q['family'],
  prior: P['family'],
  divergence: (q: Q, p: P) => Tensor,
): ClosedFormKl<Q, P> {
  return { posterior, prior, divergence };
}
