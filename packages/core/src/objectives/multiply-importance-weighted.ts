import { z } from 'zod';

import { objectivePart } from '../injection/define-part.js';
import { checkKl } from './check-kl.js';
import { groupedNelbo, groupedNelboPerExample, weighedDraws } from './grouped-bound.js';
import type { OnePhaseObjective } from './objective.js';

const options = z.strictObject({
  bounds: z.int().min(1).max(1000).default(8).describe('the number M of bounds that are averaged'),
  samples: z.int().min(1).max(1000).default(8).describe('the number K of draws of each bound'),
});

/** Options of `multiplyImportanceWeighted`. */
export type MultiplyImportanceWeightedOptions = z.input<typeof options>;

/**
 * Returns the negative mean of several importance-weighted bounds (MIWAE, multiply importance
 * weighted autoencoder; Rainforth et al. 2018, equation 14):
 *
 *     miwNelbo = -1/M sum over M bounds of log(1/K sum over K draws z ~ q of w)
 *
 * More bounds reduce the variance of the gradient, more draws tighten the bound. With one bound it
 * is the importance-weighted bound, with one draw the ELBO of M samples. The weights w and the
 * other metrics are those of `importanceWeightedBound`, whose `iwNelbo` has all M K draws. It is
 * not the MIWAE of Mattei and Frellsen 2019, which is a bound for missing data.
 *
 * @example
 * ```ts
 * import { evaluate, multiplyImportanceWeighted } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = multiplyImportanceWeighted({ bounds: 4, samples: 5 });
 * const options = { data, objective, batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(defaultSpec('vae', [4])), options);
 * const { iwNelbo = 0, miwNelbo = 0, nelbo = 0 } = metrics;
 * console.log(iwNelbo <= miwNelbo, miwNelbo <= nelbo); // true true
 * ```
 */
export function multiplyImportanceWeighted({
  bounds = 8,
  samples = 8,
}: MultiplyImportanceWeightedOptions = {}): OnePhaseObjective {
  return {
    name: 'multiplyImportanceWeighted',
    monitor: { metric: 'miwNelbo', mode: 'min' },
    samples: bounds * samples,
    weighsExamples: true,
    check: (latents) => checkKl(latents, 'monteCarlo'),
    evaluate(model) {
      const { logWeights, metrics, perExample, weights } = weighedDraws(model);
      const miwNelbo = groupedNelbo(logWeights, bounds, weights);
      const iwNelbo = groupedNelbo(logWeights, 1, weights);
      return {
        loss: miwNelbo,
        metrics: { miwNelbo, iwNelbo, ...metrics },
        perExample: () => ({
          miwNelbo: groupedNelboPerExample(logWeights, bounds),
          iwNelbo: groupedNelboPerExample(logWeights, 1),
          ...perExample(),
        }),
      };
    },
  };
}

export const multiplyImportanceWeightedPart = objectivePart({
  name: 'multiplyImportanceWeighted',
  description: 'negative mean of several importance-weighted bounds (MIWAE)',
  options,
  create: multiplyImportanceWeighted,
});
