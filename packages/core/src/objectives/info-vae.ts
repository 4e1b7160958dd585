import { type Scalar, add, mul, sub } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { analyticKl, bestKlKind, monteCarloKl } from '../graph/log-densities.js';
import { isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { averaged, boundTerms } from './bound-terms.js';
import { checkKl } from './check-kl.js';
import { checkLatents } from './check-latents.js';
import { kernelOf, kernelOption } from './mean-discrepancy.js';
import type { OnePhaseObjective } from './objective.js';
import { comparesWithPrior, priorDiscrepancy } from './prior-discrepancy.js';

const options = z.strictObject({
  alpha: z
    .number()
    .max(1)
    .default(0)
    .describe('the weight of the KL divergence is 1 - alpha; alpha is 0 for a VAE, 1 for an MMD-VAE'),
  lambda: z.number().min(0).default(1000).describe('the weight of the discrepancy is alpha + lambda - 1'),
  kernel: kernelOption.default('rbf').describe('rbf or imq, or { name, bandwidth, scales }'),
});

/** Options of `infoVae`. */
export type InfoVaeOptions = z.input<typeof options>;

/**
 * Returns the objective of an InfoVAE with a maximum mean discrepancy (Zhao et al. 2017, equation
 * 6):
 *
 *     infoVaeLoss = -E_q[log p(x given z)] + (1 - alpha) KL(q(z given x), p(z))
 *                   + (alpha + lambda - 1) MMD^2(q(z), p(z))
 *
 * The discrepancy keeps all codes together close to the prior, so each posterior may be farther
 * from it and have more information about x. With `alpha: 1` it is the MMD-VAE. The estimate of the
 * discrepancy is unbiased, from the codes of the batch and as many draws from the prior. It may be
 * negative.
 *
 * The metrics are those of `elbo`, and `infoVaeLoss` and `mmd`.
 *
 * @throws HelmholtzError (`usage`) if the discrepancy would have a weight below 0.
 *
 * @example
 * ```ts
 * import { evaluate, infoVae } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = infoVae({ alpha: 1, lambda: 100 });
 * const options = { data, objective, batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(defaultSpec('vae', [4])), options);
 * console.log('mmd' in metrics, 'nelbo' in metrics); // true true
 * ```
 */
export function infoVae({
  alpha = 0,
  lambda = 1000,
  kernel: kernelOptions = 'rbf',
}: InfoVaeOptions = {}): OnePhaseObjective {
  const kernel = kernelOf(kernelOptions);
  const weight = alpha + lambda - 1;
  if (weight < 0) {
    throw new HelmholtzError(
      'usage',
      `The discrepancy would have the negative weight ${weight}, with alpha ${alpha} and lambda ${lambda}.`,
      { hint: `Its weight is alpha + lambda - 1: give a lambda of at least ${1 - alpha}.` },
    );
  }
  return {
    name: 'infoVae',
    monitor: { metric: 'infoVaeLoss', mode: 'min' },
    ...comparesWithPrior,
    check(latents) {
      checkLatents('The objective "infoVae"', latents);
      return checkKl(latents, undefined);
    },
    evaluate(model) {
      const terms = model.terms();
      const parts = boundTerms(terms, (latent) =>
        bestKlKind(latent) === 'analytic' ? analyticKl(latent) : monteCarloKl(latent),
      );
      const { expectedLogLikelihood, kl, metrics, perExample } = averaged(parts);
      const latents = terms.latents.filter(isVariational);
      const mmd = priorDiscrepancy(model, latents, kernel);
      const divergence = add(mul(kl, 1 - alpha), mul(mmd, weight));
      const infoVaeLoss: Scalar = sub(divergence, expectedLogLikelihood);
      return { loss: infoVaeLoss, metrics: { infoVaeLoss, ...metrics, mmd }, perExample };
    },
  };
}

export const infoVaePart = objectivePart({
  name: 'infoVae',
  description: 'ELBO with a maximum mean discrepancy of all codes from the prior (InfoVAE, MMD-VAE)',
  options,
  create: infoVae,
});
