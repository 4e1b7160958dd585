import type { Tensor } from '@tensorflow/tfjs-core';

import type { Distribution } from './distribution.js';

/** Closed form of KL(q, p) for a pair of families. */
export interface ClosedFormKl<Q extends Distribution = Distribution, P extends Distribution = Distribution> {
  /** The family of q. */
  readonly posterior: Q['family'];
  /** The family of p. */
  readonly prior: P['family'];
  /**
   * Returns KL(q, p) of each event, in nats. If q and p have events of different size, such as a
   * multivariate and a diagonal normal, the larger events count.
   */
  divergence(q: Q, p: P): Tensor;
}

/**
 * Returns a part with the closed form of KL(q, p).
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
