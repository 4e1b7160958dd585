import { type Tensor, mul, sub } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import { type KlKind, analyticKl, bestKlKind, monteCarloKl } from '../graph/log-densities.js';
import { type VariationalTerm, isVariational } from '../graph/terms.js';
import { type BetaOptions, betaOf } from './beta.js';
import { checkKl } from './check-kl.js';
import { averaged, boundTerms } from './bound-terms.js';
import { type FreeBits, checkFreeBits, withFreeBits } from './free-bits.js';
import type { OnePhaseObjective } from './objective.js';

export interface ElboOptions extends BetaOptions {
  /**
   * In closed form, or estimated at the draws of the latents. By default each latent has the closed form where there is
   * one, and is estimated where there is none.
   */
  readonly kl?: KlKind | undefined;
  /** What part of the KL divergence costs nothing in the loss. */
  readonly freeBits?: FreeBits | undefined;
  /**
   * As it is, unless given, or `path`: without the score of the posterior, which is zero on average ("Sticking the
   * landing", Roeder et al. 2017). It is less noisy the nearer the posterior is to the true one, where its noise is zero.
   * For a Monte Carlo KL.
   */
  readonly gradient?: 'total' | 'path' | undefined;
  /** How many draws of the latents an example's bound is averaged over; one unless given. */
  readonly samples?: number | undefined;
}

/**
 * The negative evidence lower bound (Kingma and Welling 2014, equation 10; with a Monte Carlo KL, equation 8):
 *
 *     nelbo = -E_q[log p(x given z)] + sum over latents of KL(q(z given x), p(z))
 *
 * Log-densities are summed over the event and averaged over the samples and the batch. The metrics are `nelbo`,
 * `expectedLogLikelihood` and `expectedLogLikelihood/<observed>`, and `kl` and `kl/<latent>` for latents with a prior.
 * Beta and free bits change the loss, never the metrics.
 *
 * @throws HelmholtzError (`usage`) for a path gradient of the analytic KL, which has no score.
 */
export function elbo({
  kl: chosen,
  freeBits,
  gradient,
  samples,
  ...weight
}: ElboOptions = {}): OnePhaseObjective {
  const pathwise = gradient === 'path';
  if (pathwise && chosen !== 'monteCarlo') throw noScore();
  const kindOf = (latent: VariationalTerm): KlKind => chosen ?? bestKlKind(latent);
  const divergence = (latent: VariationalTerm): Tensor =>
    kindOf(latent) === 'analytic' ? analyticKl(latent) : monteCarloKl(latent);
  const beta = betaOf(weight);
  return {
    name: 'elbo',
    monitor: { metric: 'nelbo', mode: 'min' },
    samples,
    pathwise,
    ...beta.coefficients,
    check(latents) {
      if (freeBits) checkFreeBits(freeBits, latents);
      return checkKl(latents, chosen);
    },
    evaluate(model, { coefficients }) {
      const terms = model.terms();
      const parts = boundTerms(terms, divergence);
      const { expectedLogLikelihood, kl, metrics } = averaged(parts);
      const counted = freeBits
        ? withFreeBits(freeBits, terms.latents.filter(isVariational), parts, kindOf)
        : kl;
      return { loss: sub(mul(counted, beta.at(coefficients)), expectedLogLikelihood), metrics };
    },
  };
}

function noScore(): HelmholtzError {
  return new HelmholtzError(
    'usage',
    'The path gradient of the ELBO was asked for with an analytic KL divergence.',
    {
      hint: 'It leaves out a part of the estimated one: objective: { name: elbo, kl: monteCarlo, gradient: path }.',
    },
  );
}
