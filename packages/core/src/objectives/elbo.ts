import { type Scalar, type Tensor, add, mean, mul, neg, scalar, sub } from '@tensorflow/tfjs-core';

import { sumOverEvent } from '../distributions/distribution.js';
import { klDivergence } from '../distributions/kl-divergence.js';
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
}

/**
 * The negative evidence lower bound with analytic KL divergences (Kingma and Welling 2014, equation 10):
 *
 *     nelbo = -E_q[log p(x given z)] + sum over latents of KL(q(z given x), p(z))
 *
 * Log-densities are summed over the event and averaged over the batch. The metrics are `nelbo`,
 * `expectedLogLikelihood`, `kl`, and `kl/<latent>` for each latent; beta changes the loss, never the metrics.
 */
export function elbo({ beta = 1, warmUp }: ElboOptions = {}): Objective {
  return {
    name: 'elbo',
    monitor: { metric: 'nelbo', mode: 'min' },
    ...(warmUp === undefined
      ? {}
      : { coefficients: (progress) => ({ beta: beta * warmedUp(warmUp, progress) }) }),
    evaluate({ latents, observed }, { coefficients }) {
      const logLikelihoods = observed.map(({ likelihood, value }) =>
        meanOverBatch(likelihood.logProb(value)),
      );
      const divergences = latents.map(({ posterior, prior }) =>
        meanOverBatch(klDivergence(posterior, prior)),
      );
      const expectedLogLikelihood = total(logLikelihoods);
      const kl = total(divergences);
      return {
        loss: sub(mul(kl, coefficients['beta'] ?? beta), expectedLogLikelihood),
        metrics: {
          nelbo: add(neg(expectedLogLikelihood), kl),
          expectedLogLikelihood,
          kl,
          ...Object.fromEntries(latents.map(({ name }, index) => [`kl/${name}`, divergences[index]!])),
        },
      };
    },
  };
}

/** The mean over the batch of the sum over the event: [batch, ...event] to a scalar. */
function meanOverBatch(values: Tensor): Scalar {
  return mean(sumOverEvent(values));
}

function total(terms: readonly Scalar[]): Scalar {
  return terms.reduce((sum, term) => add(sum, term), scalar(0));
}
