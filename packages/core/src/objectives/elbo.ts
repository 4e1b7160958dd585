import { mul, sub } from '@tensorflow/tfjs-core';

import { analyticKl, monteCarloKl } from '../graph/log-densities.js';
import { type BetaOptions, betaOf } from './beta.js';
import { averaged, boundTerms } from './bound-terms.js';
import type { Objective } from './objective.js';

export interface ElboOptions extends BetaOptions {
  /** In closed form, or estimated at the draws of the latents, where there is none. Analytic unless given. */
  readonly kl?: 'analytic' | 'monteCarlo' | undefined;
  /** How many draws of the latents an example's bound is averaged over; one unless given. */
  readonly samples?: number | undefined;
}

/**
 * The negative evidence lower bound (Kingma and Welling 2014, equation 10; with a Monte Carlo KL, equation 8):
 *
 *     nelbo = -E_q[log p(x given z)] + sum over latents of KL(q(z given x), p(z))
 *
 * Log-densities are summed over the event and averaged over the samples and the batch. The metrics are `nelbo`,
 * `expectedLogLikelihood`, and, where latents have a prior, `kl` and `kl/<latent>` for each of these; beta changes the
 * loss, never the metrics.
 */
export function elbo({ kl: kind = 'analytic', samples, ...weight }: ElboOptions = {}): Objective {
  const divergence = kind === 'analytic' ? analyticKl : monteCarloKl;
  const beta = betaOf(weight);
  return {
    name: 'elbo',
    monitor: { metric: 'nelbo', mode: 'min' },
    samples,
    ...beta.coefficients,
    evaluate(terms, { coefficients }) {
      const { expectedLogLikelihood, kl, metrics } = averaged(boundTerms(terms, divergence));
      return { loss: sub(mul(kl, beta.at(coefficients)), expectedLogLikelihood), metrics };
    },
  };
}
