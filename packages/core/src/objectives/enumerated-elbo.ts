import { type Tensor, add, exp, mul, sub, sum } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { isDiscrete } from '@helmholtz/distributions';
import type { LatentTraits } from '../graph/latent-traits.js';
import { analyticKl, bestKlKind, logPosterior, monteCarloKl } from '../graph/log-densities.js';
import { type ModelTerms, type VariationalTerm, isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { type BoundTerms, averaged, boundTerms } from './bound-terms.js';
import { checkKl } from './check-kl.js';
import type { OnePhaseObjective } from './objective.js';
import { refuseGlobal } from './refuse-global.js';

const options = z.strictObject({
  mostStates: z
    .int()
    .min(2)
    .max(65_536)
    .default(1024)
    .describe('most joint states of the discrete latents; more are an error'),
});

/** Options of `enumeratedElbo`. */
export type EnumeratedElboOptions = z.input<typeof options>;

/**
 * Returns the negative ELBO with discrete latents summed out: the expectation over their posterior
 * is a sum over all joint states, so that its gradient is exact.
 *
 *     nelbo = -sum over states z of q(z given x) (log p(x, z) - log q(z given x))
 *
 * For latents of few states, `bernoulli` or `categorical`: the networks run once for each state of
 * each example. Other latents of the model are drawn as in `elbo`. All states share their noise.
 *
 * The metrics are those of `elbo`.
 *
 * @throws HelmholtzError (`graph`) in training for more than `mostStates` joint states, and for a
 *   model without such latents.
 *
 * @example
 * ```ts
 * import { enumeratedElbo, evaluate } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = enumeratedElbo();
 * const model = buildModel({
 *   ...defaultSpec('vae', [4]),
 *   posterior: 'bernoulli',
 *   prior: 'bernoulli',
 *   objective: 'enumeratedElbo',
 * });
 * const at = (seed: number) => evaluate(model, { data, objective, batchSize: 2, seed });
 * console.log((await at(0)).nelbo === (await at(1)).nelbo); // true
 * ```
 */
export function enumeratedElbo({ mostStates = 1024 }: EnumeratedElboOptions = {}): OnePhaseObjective {
  return {
    name: 'enumeratedElbo',
    monitor: { metric: 'nelbo', mode: 'min' },
    scoreFunction: true,
    enumerated: true,
    check: (latents) => checkStates(latents, mostStates),
    evaluate(model) {
      const terms = model.terms();
      refuseGlobal(terms);
      const { metrics, perExample } = averaged(summedOut(terms));
      return { loss: sub(metrics['kl']!, metrics['expectedLogLikelihood']!), metrics, perExample };
    },
  };
}

/** Returns the means of the terms over the states, by the posterior: [batch] each. */
function summedOut(terms: ModelTerms): BoundTerms {
  const discrete = terms.latents.filter(isVariational).filter(isDiscreteTerm);
  const logQ = discrete.map(logPosterior).reduce((all, each) => add(all, each));
  const weights = exp(logQ);
  const mean = (values: Tensor): Tensor => (logQ.rank === 1 ? values : sum(mul(weights, values), 0));
  const { logLikelihoods, divergences } = boundTerms(terms, divergence);
  return {
    logLikelihoods: logLikelihoods.map((each) => ({ ...each, logLikelihood: mean(each.logLikelihood) })),
    divergences: divergences.map((each) => ({ ...each, kl: mean(each.kl) })),
  };
}

function divergence(latent: VariationalTerm): Tensor {
  return isDiscreteTerm(latent) || bestKlKind(latent) === 'monteCarlo'
    ? monteCarloKl(latent)
    : analyticKl(latent);
}

function isDiscreteTerm({ posterior }: VariationalTerm): boolean {
  return isDiscrete(posterior);
}

function checkStates(latents: readonly LatentTraits[], most: number): readonly string[] {
  const discrete = latents.filter((latent) => latent.discrete);
  const unknown = discrete.find(({ states }) => states === undefined);
  if (discrete.length === 0 || unknown) {
    const what = unknown
      ? `the states of "${unknown.families[0]}" of the latent "${unknown.name}" are not known`
      : 'the model has none';
    throw new HelmholtzError(
      'graph',
      `The objective "enumeratedElbo" sums discrete latents out, and ${what}.`,
      {
        hint: 'Choose posterior: categorical and prior: categorical, or posterior: bernoulli and prior: bernoulli.',
      },
    );
  }
  const states = discrete.reduce((product, latent) => product * (latent.states ?? 1), 1);
  if (states > most) {
    const counts = discrete
      .map((latent) => `${shown(latent.states ?? 1)} of "${latent.name}"`)
      .join(' times ');
    throw new HelmholtzError(
      'graph',
      `The discrete latents have ${shown(states)} joint states (${counts}), more than the ${most} that are summed out.`,
      {
        hint: 'Choose a smaller size, or the objective vimco or nvil, which draws states. The option mostStates raises the limit, up to 65536.',
      },
    );
  }
  const others = latents.filter((latent) => !latent.discrete);
  return [...checkKl(discrete, 'monteCarlo'), ...checkKl(others, undefined)];
}

function shown(count: number): string {
  return count < 1e7 ? String(count) : count.toExponential(1);
}

export const enumeratedElboPart = objectivePart({
  name: 'enumeratedElbo',
  description: 'negative ELBO with discrete latents of few states summed out, with an exact gradient',
  options,
  create: enumeratedElbo,
});
