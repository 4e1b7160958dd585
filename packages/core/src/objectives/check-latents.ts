import { HelmholtzError } from '@helmholtz/base';
import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from './objective.js';

/**
 * Checks that the distributions of a model's latents can give what an objective takes, before the first step.
 *
 * @returns what a user should know, a line each: that a KL divergence is estimated.
 * @throws HelmholtzError (`graph`) for an objective that needs more of a latent than its distributions can give.
 *
 * @example
 * ```ts
 * import { checkLatents, elbo } from '@helmholtz/core';
 * import { assemble } from '@helmholtz/recipes';
 *
 * const { model } = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [4] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * console.log(checkLatents(elbo(), model)); // []
 * ```
 */
export function checkLatents(
  objective: Objective,
  { latents }: Pick<LatentVariableModel, 'latents'>,
): readonly string[] {
  const traits = latents.flatMap((latent) => latentTraits(latent) ?? []);
  const { name, pathwise = false } = objective;
  const flow = pathwise && traits.find(({ atDraw }) => atDraw);
  if (flow) {
    throw new HelmholtzError(
      'graph',
      `The objective "${name}" takes a gradient along the path, which the posterior of "${flow.name}" does not have.`,
      {
        hint: `"${flow.families[0]}" is known at its draw alone, and the path needs its density at a value. Leave the option gradient out.`,
      },
    );
  }
  return objective.check?.(traits) ?? [];
}
