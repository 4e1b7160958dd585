/**
 * Log-densities and KL divergences of a model's terms, in nats, summed over each variable's
 * elements. The shape is [batch], or [samples, batch] with several samples. Objectives are built
 * from these.
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
import type { KlKind } from './kl-kind.js';
import type { LatentTerm, ObservedTerm, VariationalTerm } from './terms.js';

/**
 * Returns log p(x given z) in nats, [batch] or [samples, batch].
 *
 * @example
 * ```ts
 * import { Bernoulli, logLikelihood } from '@helmholtz/core';
 * import { tensor, zeros } from '@tensorflow/tfjs-core';
 *
 * const likelihood = new Bernoulli(zeros([1, 2])); // logits of zero: p = 0.5
 * const x = { name: 'x', shape: [2], likelihood, value: tensor([[0, 1]]) };
 * console.log(logLikelihood(x).arraySync(), 2 * Math.log(0.5));
 * // [ -1.3862943649291992 ] -1.3862943611198906
 * ```
 */
export function logLikelihood({ likelihood, value, shape }: ObservedTerm): Tensor {
  return logDensity(likelihood, value, shape);
}

/**
 * Returns log p(z) at the drawn z, in nats, [batch] or [samples, batch].
 *
 * @throws HelmholtzError (`graph`) if no latent layer names the value.
 *
 * @example
 * ```ts
 * import { Normal, logPrior } from '@helmholtz/core';
 * import { scalar, zeros } from '@tensorflow/tfjs-core';
 *
 * const prior = new Normal(scalar(0), scalar(1));
 * const z = { name: 'z', shape: [2], value: zeros([1, 2]), posterior: prior, prior };
 * console.log(logPrior(z).dataSync()[0]?.toFixed(3), (-Math.log(2 * Math.PI)).toFixed(3));
 * // -1.838 -1.838
 * ```
 */
export function logPrior(latent: VariationalTerm): Tensor {
  return logDensity(latent.prior, valueOf(latent), latent.shape);
}

/**
 * Returns log q(z given x) at the drawn z, in nats, [batch] or [samples, batch]. In pathwise terms
 * no gradient reaches the weights through the posterior's parameters.
 *
 * @throws HelmholtzError (`graph`) if no latent layer names the value.
 *
 * @example
 * ```ts
 * import { Normal, logPosterior } from '@helmholtz/core';
 * import { scalar, zeros } from '@tensorflow/tfjs-core';
 *
 * const posterior = new Normal(scalar(0), scalar(0.5));
 * const prior = new Normal(scalar(0), scalar(1));
 * const z = { name: 'z', shape: [1], value: zeros([1, 1]), posterior, prior };
 * console.log(logPosterior(z).dataSync()[0]?.toFixed(3)); // -0.226
 * ```
 */
export function logPosterior(latent: VariationalTerm): Tensor {
  return sumOverEvents(posteriorLogProb(latent), latent.shape.length - latent.posterior.eventRank);
}

/**
 * Returns KL(q(z given x), p(z)) in closed form, in nats. The shape is [batch] if neither
 * distribution depends on a draw, else [samples, batch]. For a global latent, returns the share 1/N
 * of one example.
 *
 * @throws HelmholtzError (`graph`) if the two families have no closed form. Check with
 *   `hasKlDivergence`.
 *
 * @example
 * ```ts
 * import { Normal, analyticKl } from '@helmholtz/core';
 * import { ones, scalar } from '@tensorflow/tfjs-core';
 *
 * const prior = new Normal(scalar(0), scalar(1));
 * const posterior = new Normal(ones([1, 2]), scalar(1));
 * const z = { name: 'z', shape: [2], value: undefined, posterior, prior };
 * // loc^2 / 2 for each of the two elements.
 * console.log(analyticKl(z).arraySync()); // [ 1 ]
 * ```
 */
export function analyticKl(latent: VariationalTerm): Tensor {
  const { posterior, prior, shape } = latent;
  const kl = sumOverEvents(klDivergence(posterior, prior), shape.length - klEventRank(posterior, prior));
  return shareOf(latent, kl);
}

/**
 * Returns an unbiased estimate of KL(q(z given x), p(z)) at the drawn z, in nats:
 *
 *     log q(z given x) - log p(z)
 *
 * For a global latent, returns the share 1/N of one example.
 *
 * @throws HelmholtzError (`graph`) if no latent layer names the value.
 *
 * @example
 * ```ts
 * import { Normal, monteCarloKl } from '@helmholtz/core';
 * import { ones, scalar, zeros } from '@tensorflow/tfjs-core';
 *
 * const prior = new Normal(scalar(0), scalar(1));
 * const posterior = new Normal(ones([1, 1]), scalar(1));
 * const z = { name: 'z', shape: [1], value: zeros([1, 1]), posterior, prior };
 * // An estimate may be negative. Its mean over draws is 0.5.
 * console.log(monteCarloKl(z).arraySync()); // [ -0.5 ]
 * ```
 */
export function monteCarloKl(latent: VariationalTerm): Tensor {
  return shareOf(latent, sub(logPosterior(latent), logPrior(latent)));
}

/**
 * Returns `analytic` if the two families have a closed form and the posterior declares no other
 * kind, otherwise `monteCarlo`.
 *
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
export function bestKlKind({ posterior, prior, klKinds }: VariationalTerm): KlKind {
  const allowed = klKinds?.includes('analytic') ?? true;
  return allowed && hasKlDivergence(posterior, prior) ? 'analytic' : 'monteCarlo';
}

/**
 * Returns KL(q(z given x), p(z)) of each element, in nats, [batch, ...shape]. An estimate at
 * several draws is [samples, batch, ...shape]. Returns undefined if the elements are not
 * independent.
 *
 * @example
 * ```ts
 * import { Normal, klPerElement } from '@helmholtz/core';
 * import { scalar, tensor } from '@tensorflow/tfjs-core';
 *
 * const prior = new Normal(scalar(0), scalar(1));
 * const posterior = new Normal(tensor([[0, 2]]), scalar(1));
 * const z = { name: 'z', shape: [2], value: undefined, posterior, prior };
 * // The first element carries no information about x.
 * console.log(klPerElement(z)?.arraySync()); // [ [ 0, 2 ] ]
 * ```
 */
export function klPerElement(latent: VariationalTerm, kind: KlKind = 'analytic'): Tensor | undefined {
  const { posterior, prior } = latent;
  if (klEventRank(posterior, prior) !== 0) return undefined;
  if (kind === 'analytic') return shareOf(latent, klDivergence(posterior, prior));
  return shareOf(latent, sub(posteriorLogProb(latent), prior.logProb(valueOf(latent))));
}

/** Divides the divergence of a global latent by the number of examples that share it. */
function shareOf({ examples }: LatentTerm, kl: Tensor): Tensor {
  return examples ? div(kl, examples) : kl;
}

/** Returns log q of each event. A flow's log-density at its draw comes from the graph. */
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
    hint: 'Its log-densities need its value: pass the value through latent({ variable }).apply(z).',
  });
}
