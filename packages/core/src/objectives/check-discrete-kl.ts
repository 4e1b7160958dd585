import { HelmholtzError } from '@helmholtz/base';
import type { LatentTraits } from '../graph/latent-traits.js';
import { checkKl } from './check-kl.js';

/**
 * Checks that relaxed latents have a KL divergence of the discrete distributions that they
 * approximate. Other latents have the best kind of theirs.
 *
 * @returns notes for the user about the other latents.
 * @throws HelmholtzError (`graph`) for a model without relaxed latents, or with a relaxed latent
 *   whose prior depends on another latent.
 */
export function checkDiscreteKl(latents: readonly LatentTraits[]): string[] {
  const relaxed = latents.filter((latent) => latent.relaxed);
  if (relaxed.length === 0) {
    throw new HelmholtzError(
      'graph',
      'The option kl: discrete is for relaxed latents, and the model has none.',
      {
        hint: 'Leave kl out, or choose posterior: relaxedCategorical and prior: logRelaxedCategorical.',
      },
    );
  }
  const names = latents.map(({ name }) => name);
  for (const { name, given } of relaxed) {
    const above = given.prior.find((variable) => names.includes(variable));
    if (above === undefined) continue;
    throw new HelmholtzError(
      'graph',
      `The prior of the latent "${name}" depends on "${above}", so its KL divergence has no closed form.`,
      { hint: 'Choose objective: { name: elbo, kl: monteCarlo }, or one layer of latents.' },
    );
  }
  return checkKl(
    latents.filter((latent) => !latent.relaxed),
    undefined,
  );
}
