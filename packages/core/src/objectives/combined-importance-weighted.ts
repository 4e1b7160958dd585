import { type Scalar, add, mul } from '@tensorflow/tfjs-core';
import { z } from 'zod';

import { objectivePart } from '../injection/define-part.js';
import { checkKl } from './check-kl.js';
import { groupedNelbo, groupedNelboPerExample, weighedDraws } from './grouped-bound.js';
import type { OnePhaseObjective } from './objective.js';
import { samplesOption } from './options.js';

const options = z.strictObject({
  elboShare: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('the share of the ELBO; the rest is the importance-weighted bound'),
  samples: samplesOption.default(64),
});

/** Options of `combinedImportanceWeighted`. */
export type CombinedImportanceWeightedOptions = z.input<typeof options>;

/**
 * Returns the negative convex combination of the ELBO and the importance-weighted bound at the same
 * draws (CIWAE, combination importance weighted autoencoder; Rainforth et al. 2018, equation 15):
 *
 *     ciwNelbo = elboShare nelbo + (1 - elboShare) iwNelbo
 *
 * The other metrics are those of `importanceWeightedBound`.
 *
 * @example
 * ```ts
 * import { combinedImportanceWeighted, evaluate } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const objective = combinedImportanceWeighted({ elboShare: 0.25, samples: 10 });
 * const options = { data, objective, batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(defaultSpec('vae', [4])), options);
 * const { iwNelbo = 0, ciwNelbo = 0, nelbo = 0 } = metrics;
 * console.log(Math.abs(ciwNelbo - 0.25 * nelbo - 0.75 * iwNelbo) < 1e-5); // true
 * ```
 */
export function combinedImportanceWeighted({
  elboShare = 0.5,
  samples = 64,
}: CombinedImportanceWeightedOptions = {}): OnePhaseObjective {
  return {
    name: 'combinedImportanceWeighted',
    monitor: { metric: 'ciwNelbo', mode: 'min' },
    samples,
    weighsExamples: true,
    check: (latents) => checkKl(latents, 'monteCarlo'),
    evaluate(model) {
      const { logWeights, metrics, perExample, weights } = weighedDraws(model);
      const nelbo = groupedNelbo(logWeights, samples, weights);
      const iwNelbo = groupedNelbo(logWeights, 1, weights);
      const ciwNelbo: Scalar = add(mul(nelbo, elboShare), mul(iwNelbo, 1 - elboShare));
      return {
        loss: ciwNelbo,
        metrics: { ciwNelbo, iwNelbo, ...metrics },
        perExample: () => {
          const [elbos, bounds] = [samples, 1].map((groups) => groupedNelboPerExample(logWeights, groups));
          return {
            ciwNelbo: add(mul(elbos!, elboShare), mul(bounds!, 1 - elboShare)),
            iwNelbo: bounds!,
            ...perExample(),
          };
        },
      };
    },
  };
}

export const combinedImportanceWeightedPart = objectivePart({
  name: 'combinedImportanceWeighted',
  description: 'convex combination of the ELBO and the importance-weighted bound (CIWAE)',
  options,
  create: combinedImportanceWeighted,
});
