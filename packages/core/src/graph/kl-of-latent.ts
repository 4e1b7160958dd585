import type { KlKind } from './kl-kind.js';
import { latentTraits } from './latent-traits.js';
import type { LatentVariable } from './variables.js';

/**
 * Returns the kind of KL divergence that an evaluation computes: `analytic` if there is a closed
 * form, otherwise `monteCarlo`; undefined if the posterior supports neither.
 */
export function klKindOf(latent: LatentVariable): KlKind | undefined {
  const kinds = latentTraits(latent)?.kl ?? [];
  return kinds.includes('analytic') ? 'analytic' : kinds[0];
}

/**
 * Returns the reason why the KL divergence of a latent is not computed, as one line; undefined if
 * it is, or if the latent has no prior.
 *
 * @example
 * ```ts
 * import { klProblem } from '@helmholtz/core';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * console.log(buildModel(defaultSpec('vae', [4])).latents.map(klProblem)); // [ undefined ]
 * ```
 */
export function klProblem(latent: LatentVariable): string | undefined {
  const traits = latentTraits(latent);
  if (!traits || traits.kl.length > 0) return undefined;
  const { name, declaredKl, families } = traits;
  if (declaredKl?.kinds.length === 0)
    return `The posterior "${declaredKl.posterior}" of "${name}" supports no KL divergence.`;
  return `KL(${families.join(', ')}) of "${name}" has no closed form and no estimate.`;
}
