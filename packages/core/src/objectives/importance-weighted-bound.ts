import { type Scalar, neg } from '@tensorflow/tfjs-core';

import { monteCarloKl } from '../graph/log-densities.js';
import { logMeanExp } from '../math/log-mean-exp.js';
import { type BetaOptions, betaOf } from './beta.js';
import { average, averaged, boundTerms, logImportanceWeights } from './bound-terms.js';
import type { Objective } from './objective.js';

export interface ImportanceWeightedBoundOptions extends BetaOptions {
  /** How many draws of the latents an example's bound is made of, k; 5 unless given. */
  readonly samples?: number | undefined;
}

/**
 * The negative importance-weighted bound (Burda et al. 2016, equation 8), which is at most the NELBO and falls towards the
 * NLL as the samples grow in number:
 *
 *     iwNelbo = -log(1/k sum over k draws z ~ q of w),   w = p(x given z) p(z) / q(z given x)
 *
 * averaged over the batch; log-densities are summed over the event. With one sample it is the NELBO with a Monte Carlo KL.
 * A beta other than 1 takes the power beta of p(z) / q(z given x) in the loss, never in the metrics.
 *
 * The metrics are `iwNelbo`, and at the same draws those of `elbo`, whose KL is estimated: `nelbo`,
 * `expectedLogLikelihood`, `kl` and `kl/<latent>`.
 */
export function importanceWeightedBound({
  samples = 5,
  ...weight
}: ImportanceWeightedBoundOptions = {}): Objective {
  const beta = betaOf(weight);
  return {
    name: 'importanceWeightedBound',
    monitor: { metric: 'iwNelbo', mode: 'min' },
    samples,
    ...beta.coefficients,
    evaluate(terms, { coefficients }) {
      const parts = boundTerms(terms, monteCarloKl);
      const bound = (weight: Scalar | number): Scalar =>
        neg(average(logMeanExp(logImportanceWeights(parts, weight))));
      const ofLoss = beta.at(coefficients);
      const iwNelbo = bound(1);
      return {
        loss: ofLoss === 1 ? iwNelbo : bound(ofLoss),
        metrics: { iwNelbo, ...averaged(parts).metrics },
      };
    },
  };
}
