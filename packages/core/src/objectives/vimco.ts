import { type Scalar, type Tensor, add, mul, neg, sub, sum } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { HelmholtzError } from '@helmholtz/base';
import { logMeanExp, stopGradient } from '@helmholtz/distributions';
import { logPosterior, monteCarloKl } from '../graph/log-densities.js';
import { type ModelTerms, isVariational } from '../graph/terms.js';
import { objectivePart } from '../injection/define-part.js';
import { average, averaged, boundTerms, logImportanceWeights } from './bound-terms.js';
import { checkDiscrete } from './check-discrete.js';
import { leaveOneOutBounds } from './leave-one-out.js';
import type { OnePhaseObjective } from './objective.js';
import { refuseGlobal } from './refuse-global.js';

const options = z.strictObject({
  samples: z
    .int()
    .min(2)
    .max(200)
    .default(5)
    .describe('draws of the latents for each example, at least 2: each is compared with the others'),
});

/** Options of `vimco`. */
export type VimcoOptions = z.input<typeof options>;

/**
 * Returns the negative bound of several samples, for discrete latents (VIMCO, variational inference
 * for Monte Carlo objectives; Mnih and Rezende 2016):
 *
 *     iwNelbo = -L,   L = log(1/K sum over K draws z ~ q of w),   w = p(x given z) p(z) / q(z given x)
 *
 * The gradient of L (equation 10) needs no path through the draws:
 *
 *     sum over k of (L - L_k) d log q(z_k given x) + w_k / (sum of w) d log w_k
 *
 * L_k is L with the geometric mean of the other weights in place of w_k. It does not depend on z_k,
 * so that the estimate is unbiased.
 *
 * The metrics are those of `importanceWeightedBound`. The loss equals `iwNelbo`. Time and memory
 * grow with the square of the number of samples, beside those of the networks.
 *
 * @throws HelmholtzError (`usage`) for fewer than two samples. Training throws (`graph`) for a
 *   continuous posterior.
 *
 * @example
 * ```ts
 * import { evaluate, vimco } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { assemble, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = { name: 'vimco', samples: 5 } as const;
 * const binary = { posterior: 'bernoulli', prior: 'bernoulli', objective } as const;
 * const { model } = assemble({ ...defaultSpec('vae', [4]), ...binary });
 * const metrics = await evaluate(model, { data, objective: vimco(), batchSize: 2, seed: 0 });
 * const { iwNelbo = 0, nelbo = 0 } = metrics;
 * console.log(iwNelbo <= nelbo); // true
 * ```
 */
export function vimco({ samples = 5 }: VimcoOptions = {}): OnePhaseObjective {
  if (!(samples >= 2)) throw tooFew(samples);
  return {
    name: 'vimco',
    monitor: { metric: 'iwNelbo', mode: 'min' },
    samples,
    scoreFunction: true,
    check: (latents) => checkDiscrete('vimco', latents),
    evaluate(model, { training }) {
      const terms = model.terms();
      refuseGlobal(terms);
      const parts = boundTerms(terms, monteCarloKl);
      const logWeights = logImportanceWeights(parts);
      const bound = logMeanExp(logWeights);
      const iwNelbo: Scalar = neg(average(bound));
      const ofTerms = averaged(parts);
      const metrics = { iwNelbo, ...ofTerms.metrics };
      const perExample = (): Record<string, Tensor> => ({ iwNelbo: neg(bound), ...ofTerms.perExample() });
      if (!training || logWeights.shape[0] === 1) return { loss: iwNelbo, metrics, perExample };
      return { loss: neg(average(add(bound, scoreTerm(terms, logWeights, bound)))), metrics, perExample };
    },
  };
}

/** Returns zeros with the gradient sum over k of (L - L_k) d log q(z_k given x), [batch]. */
function scoreTerm({ latents }: ModelTerms, logWeights: Tensor, bound: Tensor): Tensor {
  const signal = sub(stopGradient(bound), leaveOneOutBounds(stopGradient(logWeights)));
  const scores = latents.filter(isVariational).map((latent) => {
    const logQ = logPosterior(latent);
    return sum(mul(signal, sub(logQ, stopGradient(logQ))), 0);
  });
  return scores.reduce((all, score) => add(all, score));
}

function tooFew(samples: number): HelmholtzError {
  return new HelmholtzError('usage', `The objective "vimco" has samples: ${samples}.`, {
    hint: 'Each sample is compared with the others. Expected at least 2, such as 5.',
  });
}

export const vimcoPart = objectivePart({
  name: 'vimco',
  description: 'negative bound of several samples, for discrete latents, by a score function (VIMCO)',
  options,
  create: vimco,
});
