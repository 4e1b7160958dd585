import { type Scalar, add, mul, neg } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { averagedLikelihoods } from './bound-terms.js';
import { checkLatents } from './check-latents.js';
import { kernelOf, kernelOption } from './mean-discrepancy.js';
import type { OnePhaseObjective } from './objective.js';
import { comparesWithPrior, priorDiscrepancy } from './prior-discrepancy.js';

const options = z.strictObject({
  lambda: z.number().min(0).default(10).describe('the weight of the discrepancy'),
  kernel: kernelOption.default('imq').describe('imq or rbf, or { name, bandwidth, scales }'),
});

/** Options of `wae`. */
export type WaeOptions = z.input<typeof options>;

/**
 * Returns the objective of a Wasserstein autoencoder with a maximum mean discrepancy (WAE-MMD;
 * Tolstikhin et al. 2018, equation 4):
 *
 *     waeLoss = -E_q[log p(x given z)] + lambda MMD^2(q(z), p(z))
 *
 * It compares the codes of all examples with the prior, not each posterior. The estimate of the
 * discrepancy is unbiased, from the codes of the batch and as many draws from the prior. It may be
 * negative. The encoder may be random. A normal posterior with a small fixed scale makes it nearly
 * deterministic: `posterior: { name: normal, scale: 0.01 }`.
 *
 * The metrics are `waeLoss`, `expectedLogLikelihood` and its terms, and `mmd`.
 *
 * @example
 * ```ts
 * import { evaluate, wae } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = wae({ lambda: 100, kernel: { name: 'rbf', bandwidth: 'median' } });
 * const options = { data, objective, batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(defaultSpec('vae', [4])), options);
 * console.log(Object.keys(metrics).join(', '));
 * // waeLoss, expectedLogLikelihood, expectedLogLikelihood/x, mmd
 * ```
 */
export function wae({ lambda = 10, kernel: kernelOptions = 'imq' }: WaeOptions = {}): OnePhaseObjective {
  const kernel = kernelOf(kernelOptions);
  return {
    name: 'wae',
    monitor: { metric: 'waeLoss', mode: 'min' },
    ...comparesWithPrior,
    check(latents) {
      checkLatents('The objective "wae"', latents);
      return [];
    },
    evaluate(model) {
      const { latents, observed } = model.terms();
      const { expectedLogLikelihood, metrics, perExample } = averagedLikelihoods(observed);
      const compared = latents.filter(isVariational);
      const mmd = priorDiscrepancy(model, compared, kernel);
      const waeLoss: Scalar = add(neg(expectedLogLikelihood), mul(mmd, lambda));
      return { loss: waeLoss, metrics: { waeLoss, ...metrics, mmd }, perExample };
    },
  };
}

export const waePart = objectivePart({
  name: 'wae',
  description: 'reconstruction with a maximum mean discrepancy of all codes from the prior (WAE-MMD)',
  options,
  create: wae,
});
