/**
 * The log-densities and divergences of a model's terms, summed over each variable's elements: one number for each
 * example, [batch], or for each sample of each example, [samples, batch], in nats. Objectives are written over these.
 */
import { type Tensor, div, sub } from '@tensorflow/tfjs-core';

import {
  DensityAtDraw,
  type Distribution,
  hasKlDivergence,
  klDivergence,
  klEventRank,
  sumOverEvents,
  withoutGradientOf,
} from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import type { LatentTerm, ObservedTerm, VariationalTerm } from './terms.js';

/** log p(x given z). */
export function logLikelihood({ likelihood, value, shape }: ObservedTerm): Tensor {
  return logDensity(likelihood, value, shape);
}

/** log p(z). */
export function logPrior(latent: VariationalTerm): Tensor {
  return logDensity(latent.prior, valueOf(latent), latent.shape);
}

/** log q(z given x). In pathwise terms no gradient reaches weights through the posterior's parameters. */
export function logPosterior(latent: VariationalTerm): Tensor {
  return sumOverEvents(posteriorLogProb(latent), latent.shape.length - latent.posterior.eventRank);
}

/**
 * KL(q(z given x), p(z)) in closed form; [batch] where neither depends on what was drawn. Of a global latent, the share 1/N
 * that an example has of it.
 */
export function analyticKl(latent: VariationalTerm): Tensor {
  const { posterior, prior, shape } = latent;
  const kl = sumOverEvents(klDivergence(posterior, prior), shape.length - klEventRank(posterior, prior));
  return shareOf(latent, kl);
}

/** KL(q(z given x), p(z)) estimated at what was drawn: log q(z given x) - log p(z). Of a global latent, an example's share. */
export function monteCarloKl(latent: VariationalTerm): Tensor {
  return shareOf(latent, sub(logPosterior(latent), logPrior(latent)));
}

/** In closed form, or estimated at what was drawn. */
export type KlKind = 'analytic' | 'monteCarlo';

/** Returns the kind that needs no draws where the two distributions have one, else `monteCarlo`. *
 * @example
 * ```ts
 * import { Normal, bestKlKind } from '@helmholtz/core';
 * import { scalar } from '@tensorflow/tfjs-core';
 *
 * const normal = new Normal(scalar(0), scalar(1));
 * const latent = { name: 'z', shape: [], value: scalar(0), posterior: normal, prior: normal };
 * console.log(bestKlKind(latent)); // analytic
 * ```
 */
export function bestKlKind({ posterior, prior }: VariationalTerm): KlKind {
  return hasKlDivergence(posterior, prior) ? 'analytic' : 'monteCarlo';
}

/**
 * KL(q(z given x), p(z)) of each element, [batch, ...shape], and [samples, batch, ...shape] where it is estimated at
 * several draws; undefined where elements are not independent, so that they have no divergences of their own.
 */
export function klPerElement(latent: VariationalTerm, kind: KlKind = 'analytic'): Tensor | undefined {
  const { posterior, prior } = latent;
  if (klEventRank(posterior, prior) !== 0) return undefined;
  if (kind === 'analytic') return shareOf(latent, klDivergence(posterior, prior));
  return shareOf(latent, sub(posteriorLogProb(latent), prior.logProb(valueOf(latent))));
}

/** What one of the examples that share a latent has of its divergence. */
function shareOf({ examples }: LatentTerm, kl: Tensor): Tensor {
  return examples ? div(kl, examples) : kl;
}

/** log q of each event: of a posterior that is known at its draw alone, what the graph states. */
function posteriorLogProb(latent: VariationalTerm): Tensor {
  const { posterior, held } = latent;
  if (posterior instanceof DensityAtDraw) return posterior.logProbAtDraw;
  const logProb = posterior.logProb(valueOf(latent));
  return held ? withoutGradientOf(logProb, held.posterior.logProb(held.value)) : logProb;
}

function logDensity(distribution: Distribution, value: Tensor, shape: readonly number[]): Tensor {
  return sumOverEvents(distribution.logProb(value), shape.length - distribution.eventRank);
}

function valueOf({ name, value }: LatentTerm): Tensor {
  if (value) return value;
  throw new HelmholtzError('graph', `The value of the latent "${name}" is not named in the graph.`, {
    hint: 'Its log-densities are taken at its value: pass that through latent({ variable }).apply(z).',
  });
}
