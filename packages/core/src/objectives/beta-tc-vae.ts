import { type Scalar, add, mul, sub } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { monteCarloKl } from '../graph/log-densities.js';
import { isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { averaged, boundTerms } from './bound-terms.js';
import { checkKl } from './check-kl.js';
import { checkLatents } from './check-latents.js';
import type { OnePhaseObjective } from './objective.js';
import { klParts, stratifiedLogWeights, weightedLogWeights } from './total-correlation.js';

const options = z.strictObject({
  alpha: z.number().min(0).default(1).describe('the weight of the index-code mutual information'),
  beta: z.number().min(0).default(6).describe('the weight of the total correlation'),
  gamma: z.number().min(0).default(1).describe('the weight of the dimension-wise KL divergence'),
  sampling: z
    .enum(['weighted', 'stratified'])
    .default('weighted')
    .describe('how the density of all codes is estimated from a batch'),
});

/** Options of `betaTcVae`. */
export type BetaTcVaeOptions = z.input<typeof options>;

/**
 * Returns the negative evidence lower bound whose KL divergence is divided into three parts with
 * weights of their own (beta-TC-VAE; Chen et al. 2018, equation 4):
 *
 *     -E_q[log p(x given z)] + alpha MI(n, z) + beta TC(z) + gamma sum over d of KL(q(z_d), p(z_d))
 *
 * MI is the mutual information of the code and the index of its example. TC is the total
 * correlation, KL(q(z), product of q(z_d)): a large weight makes the elements of the code
 * independent. The density of all codes, q(z), is estimated from the batch by minibatch weighted or
 * stratified sampling. Weighted sampling overestimates MI, because it underestimates q(z).
 *
 * The metrics are those of `elbo` with a Monte Carlo KL, and `indexCodeMutualInformation`,
 * `totalCorrelation` and `dimensionWiseKl`, which add up to `kl`.
 *
 * @example
 * ```ts
 * import { betaTcVae, evaluate } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = betaTcVae({ beta: 4, sampling: 'stratified' });
 * const options = { data, objective, batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(defaultSpec('vae', [4])), options);
 * console.log(Object.keys(metrics).slice(-3));
 * // [ 'indexCodeMutualInformation', 'totalCorrelation', 'dimensionWiseKl' ]
 * ```
 */
export function betaTcVae({
  alpha = 1,
  beta = 6,
  gamma = 1,
  sampling = 'weighted',
}: BetaTcVaeOptions = {}): OnePhaseObjective {
  const logWeights = sampling === 'weighted' ? weightedLogWeights : stratifiedLogWeights;
  return {
    name: 'betaTcVae',
    monitor: { metric: 'nelbo', mode: 'min' },
    // In a batch of one no other example tells anything of q(z).
    leastBatch: 2,
    ofData: ({ examples }) => ({ examples }),
    check(latents) {
      checkLatents('The objective "betaTcVae"', latents, {
        independentPosteriors: true,
        independentElements: true,
        posteriorDensity: true,
      });
      return checkKl(latents, 'monteCarlo');
    },
    evaluate(model, { coefficients: { examples } }) {
      if (!examples) throw withoutExamples();
      const terms = model.terms();
      const latents = terms.latents.filter(isVariational);
      const { expectedLogLikelihood, metrics, perExample } = averaged(boundTerms(terms, monteCarloKl));
      const batch = latents[0]?.value?.shape[0] ?? 1;
      const parts = klParts(latents, logWeights(batch, examples));
      const { indexCodeMutualInformation, totalCorrelation, dimensionWiseKl } = parts;
      const information = mul(indexCodeMutualInformation, alpha);
      const divergence = add(add(information, mul(totalCorrelation, beta)), mul(dimensionWiseKl, gamma));
      const loss: Scalar = sub(divergence, expectedLogLikelihood);
      return { loss, metrics: { ...metrics, ...parts }, perExample };
    },
  };
}

function withoutExamples(): HelmholtzError {
  return new HelmholtzError('usage', 'The objective "betaTcVae" needs the number of examples.', {
    hint: 'Give it as a coefficient: evaluate(view, { training, coefficients: { examples: scalar(60000) } }).',
  });
}

export const betaTcVaePart = objectivePart({
  name: 'betaTcVae',
  description: 'ELBO with a weight of its own for the total correlation of the codes (beta-TC-VAE)',
  options,
  create: betaTcVae,
});
