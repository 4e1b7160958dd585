import { type Scalar, neg } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { monteCarloKl } from '../graph/log-densities.js';
import type { PathGradient } from '../graph/path-gradient.js';
import type { ModelTerms } from '../graph/terms.js';
import { logMeanExp } from '@helmholtz/distributions';
import { type BetaOptions, betaOf } from './beta.js';
import { average, averaged, boundTerms, logImportanceWeights } from './bound-terms.js';
import { doublyReparameterized } from './doubly-reparameterized.js';
import type { OnePhaseObjective } from './objective.js';

export interface ImportanceWeightedBoundOptions extends BetaOptions {
  /** How many draws of the latents an example's bound is made of, k; 5 unless given. */
  readonly samples?: number | undefined;
  /** As it is, unless given, or `doublyReparameterized`: the same on average, and less noisy. */
  readonly gradient?: 'total' | 'doublyReparameterized' | undefined;
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
 * `expectedLogLikelihood`, `kl`, and the terms of each variable.
 */
export function importanceWeightedBound({
  samples = 5,
  gradient = 'total',
  ...weight
}: ImportanceWeightedBoundOptions = {}): OnePhaseObjective {
  const beta = betaOf(weight);
  const pathwise = gradient === 'doublyReparameterized';
  return {
    name: 'importanceWeightedBound',
    monitor: { metric: 'iwNelbo', mode: 'min' },
    samples,
    pathwise,
    ...beta.coefficients,
    evaluate(model, { training, coefficients }) {
      const terms = model.terms();
      refuseGlobal(terms);
      const parts = boundTerms(terms, monteCarloKl);
      const iwNelbo: Scalar = neg(average(logMeanExp(logImportanceWeights(parts))));
      const metrics = { iwNelbo, ...averaged(parts).metrics };
      const weighedBy = beta.at(coefficients);
      if (weighedBy === 1 && !(pathwise && training)) return { loss: iwNelbo, metrics };
      const logWeights = logImportanceWeights(parts, weighedBy);
      const bound =
        pathwise && training
          ? doublyReparameterized(logWeights, weighedBy, pathOf(terms))
          : logMeanExp(logWeights);
      return { loss: neg(average(bound)), metrics };
    },
  };
}

/** The likelihoods of all examples would have to be multiplied before draws of what they share are averaged. */
function refuseGlobal({ latents }: ModelTerms): void {
  const shared = latents.find(({ examples }) => examples);
  if (!shared) return;
  throw new HelmholtzError(
    'graph',
    `The importance-weighted bound was asked of the latent "${shared.name}", which all examples share.`,
    {
      hint: 'It has no share for each example. Take the ELBO, with as many samples as you like: objective: { name: elbo, samples: 5 }.',
    },
  );
}

function pathOf({ path }: ModelTerms): PathGradient {
  if (path) return path;
  throw new HelmholtzError(
    'graph',
    'The doubly reparameterized gradient was asked of terms without a path.',
    {
      hint: 'Take pathwise terms for training: model.terms(inputs, noise, { training: true, samples, pathwise: true }).',
    },
  );
}
