import { type Scalar, type Tensor, add, mean, mul, neg, scalar, sub } from '@tensorflow/tfjs-core';

import { analyticKl, logLikelihood, monteCarloKl } from '../graph/log-densities.js';
import { isVariational } from '../graph/terms.js';
import type { Objective } from './objective.js';
import { type WarmUp, warmedUp } from './warm-up.js';

export interface ElboOptions {
  /** The weight of the KL divergence in the loss: 1 is the evidence lower bound itself (Higgins et al. 2017). */
  readonly beta?: number | undefined;
  /**
   * How long beta takes to rise from 0, in a straight line: below 1 a share of the training, from 1 on a number of
   * steps. At once unless given.
   */
  readonly warmUp?: WarmUp | undefined;
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
export function elbo({ beta = 1, warmUp, kl: kind = 'analytic', samples }: ElboOptions = {}): Objective {
  const divergence = kind === 'analytic' ? analyticKl : monteCarloKl;
  return {
    name: 'elbo',
    monitor: { metric: 'nelbo', mode: 'min' },
    samples,
    ...(warmUp === undefined
      ? {}
      : { coefficients: (progress) => ({ beta: beta * warmedUp(warmUp, progress) }) }),
    evaluate({ latents, observed }, { coefficients }) {
      const expectedLogLikelihood = total(observed.map((term) => average(logLikelihood(term))));
      const perLatent = latents
        .filter(isVariational)
        .map((latent) => [`kl/${latent.name}`, average(divergence(latent))] as const);
      const kl = total(perLatent.map(([, value]) => value));
      return {
        loss: sub(mul(kl, coefficients['beta'] ?? beta), expectedLogLikelihood),
        metrics: {
          nelbo: add(neg(expectedLogLikelihood), kl),
          expectedLogLikelihood,
          ...(perLatent.length === 0 ? {} : { kl, ...Object.fromEntries(perLatent) }),
        },
      };
    },
  };
}

/** The mean over the batch, and over the samples where there are several. */
function average(values: Tensor): Scalar {
  return mean(values);
}

function total(terms: readonly Scalar[]): Scalar {
  return terms.reduce((sum, term) => add(sum, term), scalar(0));
}
