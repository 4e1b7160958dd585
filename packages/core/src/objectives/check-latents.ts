import { HelmholtzError } from '@helmholtz/base';
import { latentTraits } from '../graph/latent-traits.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from './objective.js';

/**
 * Checks before the first step that a model's latents have the distributions that an objective
 * needs.
 *
 * @returns notes for the user, one line each, such as that a KL divergence is estimated.
 * @throws HelmholtzError (`graph`) for a latent whose distributions do not suffice.
 *
 * @example
 * ```ts
 * import { checkLatents, elbo } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(checkLatents(elbo(), buildModel(defaultSpec('vae', [4])))); // []
 * ```
 */
export function checkLatents(
  objective: Objective,
  { latents }: Pick<LatentVariableModel, 'latents'>,
): readonly string[] {
  const traits = latents.flatMap((latent) => latentTraits(latent) ?? []);
  const { name, pathwise = false } = objective;
  const flow = pathwise && traits.find(({ anyValue }) => !anyValue);
  if (flow) {
    throw new HelmholtzError(
      'graph',
      `The objective "${name}" takes a gradient along the path, which the posterior of "${flow.name}" does not have.`,
      {
        hint: `"${flow.families[0]}" is known at its draw alone, and the path needs its density at a value. Leave the option gradient out, or take a flow with a cheap inverse: radial, affineCoupling.`,
      },
    );
  }
  return objective.check?.(traits) ?? [];
}
