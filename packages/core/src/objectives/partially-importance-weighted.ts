import { z } from 'zod';

import { objectivePart } from '../injection/define-part.js';
import { checkKl } from './check-kl.js';
import { groupedNelbo, groupedNelboPerExample, weighedDraws } from './grouped-bound.js';
import type { PhasedObjective } from './objective.js';

const options = z.strictObject({
  bounds: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe('the number M of bounds whose mean trains the recognition network'),
  samples: z
    .int()
    .min(1)
    .max(1000)
    .default(8)
    .describe('the number K of draws of each; all M K train the generative network'),
});

/** Options of `partiallyImportanceWeighted`. */
export type PartiallyImportanceWeightedOptions = z.input<typeof options>;

/**
 * Returns an objective with a tighter bound for the generative network than for the recognition
 * network (PIWAE, partially importance weighted autoencoder; Rainforth et al. 2018, section 5). Its
 * two phases in each step:
 *
 *     generative:  iwNelbo  = -log(1/(M K) sum over all draws of w)
 *     recognition: miwNelbo = -1/M sum over M bounds of log(1/K sum over K draws of w)
 *
 * A tight bound is good for the generative network, but its gradient says little to the recognition
 * network. Each phase has draws and an optimizer state of its own. The other metrics are those of
 * `importanceWeightedBound`, at the draws of the generative phase.
 *
 * @example
 * ```ts
 * import { partiallyImportanceWeighted, phasesOf } from '@helmholtz/core';
 *
 * const objective = partiallyImportanceWeighted({ bounds: 4, samples: 16 });
 * console.log(objective.samples, phasesOf(objective).map(({ name, weights }) => [name, weights]));
 * // 64 [
 * //   [ 'generative', [ 'generative' ] ],
 * //   [ 'recognition', [ 'recognition' ] ]
 * // ]
 * ```
 */
export function partiallyImportanceWeighted({
  bounds = 8,
  samples = 8,
}: PartiallyImportanceWeightedOptions = {}): PhasedObjective {
  return {
    name: 'partiallyImportanceWeighted',
    monitor: { metric: 'iwNelbo', mode: 'min' },
    samples: bounds * samples,
    weighsExamples: true,
    check: (latents) => checkKl(latents, 'monteCarlo'),
    phases: [
      {
        name: 'generative',
        weights: ['generative'],
        evaluate(model) {
          const { logWeights, metrics, perExample, weights } = weighedDraws(model);
          const iwNelbo = groupedNelbo(logWeights, 1, weights);
          return {
            loss: iwNelbo,
            metrics: { iwNelbo, ...metrics },
            perExample: () => ({ iwNelbo: groupedNelboPerExample(logWeights, 1), ...perExample() }),
          };
        },
      },
      {
        name: 'recognition',
        weights: ['recognition'],
        evaluate(model) {
          const { logWeights, weights } = weighedDraws(model);
          const miwNelbo = groupedNelbo(logWeights, bounds, weights);
          return {
            loss: miwNelbo,
            metrics: { miwNelbo },
            perExample: () => ({ miwNelbo: groupedNelboPerExample(logWeights, bounds) }),
          };
        },
      },
    ],
  };
}

export const partiallyImportanceWeightedPart = objectivePart({
  name: 'partiallyImportanceWeighted',
  description: 'importance-weighted bound for the generative network, mean of several for the other (PIWAE)',
  options,
  create: partiallyImportanceWeighted,
});
