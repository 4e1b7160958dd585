import { HelmholtzError } from '@helmholtz/base';
import type { LatentTraits } from '../graph/latent-traits.js';
import { checkKl } from './check-kl.js';

/**
 * Checks that all latents are discrete and have log-probabilities, for an objective with a score
 * function.
 *
 * @returns notes for the user.
 * @throws HelmholtzError (`graph`) for the first latent that is not.
 */
export function checkDiscrete(objective: string, latents: readonly LatentTraits[]): readonly string[] {
  const continuous = latents.find(({ discrete }) => !discrete);
  if (continuous) {
    const { name, families } = continuous;
    throw new HelmholtzError(
      'graph',
      `The objective "${objective}" is for discrete latents, but the posterior "${families[0]}" of "${name}" is continuous.`,
      {
        hint: 'Choose posterior: bernoulli and prior: bernoulli, or posterior: categorical and prior: categorical, or the objective importanceWeightedBound, whose gradient passes through the draws.',
      },
    );
  }
  return checkKl(latents, 'monteCarlo');
}
