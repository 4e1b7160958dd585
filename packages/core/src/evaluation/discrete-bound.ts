import type { Tensor } from '@tensorflow/tfjs-core';

import { isRelaxed } from '../graph/discrete-latents.js';
import { latentTraits } from '../graph/latent-traits.js';
import { analyticKl, bestKlKind, monteCarloKl } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { VariationalTerm } from '../graph/terms.js';
import { averaged, boundTerms } from '../objectives/bound-terms.js';
import type { OnePhaseObjective } from '../objectives/objective.js';

/**
 * Returns the negative ELBO of the discrete model that a model with relaxed latents approximates,
 * for evaluations: exact draws of zeros and ones or of categories, and their probabilities. It bounds
 * the log-likelihood of the discrete model. The bound of the relaxed model does not: it is often much
 * lower. Returns undefined for a model without relaxed latents.
 *
 * A KL divergence is in closed form if the prior depends on no other latent. Otherwise it is
 * estimated at the draws.
 *
 * @example
 * ```ts
 * import { discreteBound, evaluate } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const relaxed = buildModel({
 *   ...defaultSpec('vae', [4]),
 *   posterior: 'relaxedBernoulli',
 *   prior: 'logitRelaxedBernoulli',
 * });
 * const objective = discreteBound(relaxed)!;
 * const { nelbo = 0 } = await evaluate(relaxed, { data, objective, batchSize: 2, seed: 0 });
 * console.log(nelbo > 0, discreteBound(buildModel(defaultSpec('vae', [4])))); // true undefined
 * ```
 */
export function discreteBound({
  latents,
}: Pick<LatentVariableModel, 'latents'>): OnePhaseObjective | undefined {
  if (!latents.some(isRelaxed)) return undefined;
  const names = latents.map(({ name }) => name);
  const independent = new Set(
    latents
      .filter((latent) => !latentTraits(latent)?.given.prior.some((variable) => names.includes(variable)))
      .map(({ name }) => name),
  );
  const divergence = (latent: VariationalTerm): Tensor =>
    independent.has(latent.name) && bestKlKind(latent) === 'analytic'
      ? analyticKl(latent)
      : monteCarloKl(latent);
  return {
    name: 'discreteBound',
    monitor: { metric: 'nelbo', mode: 'min' },
    discrete: true,
    weighsExamples: true,
    evaluate(model) {
      const { metrics, perExample } = averaged(boundTerms(model.terms(), divergence));
      return { loss: metrics['nelbo']!, metrics, perExample };
    },
  };
}
