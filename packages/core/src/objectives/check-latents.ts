import { HelmholtzError } from '@helmholtz/base';
import type { LatentTraits } from '../graph/latent-traits.js';

/** Requirements of an objective on every latent. */
export interface LatentNeeds {
  /** Whether the posterior may not depend on other latents. */
  readonly independentPosteriors?: boolean;
  /** Whether the elements of a posterior must be independent. */
  readonly independentElements?: boolean;
  /** Whether the density of the posterior must be known at any value. */
  readonly posteriorDensity?: boolean;
}

/**
 * Checks that an objective or an evaluation can compare the codes of a batch with the prior: every
 * example has its own code, and the prior is the same for all examples.
 *
 * @param subject what compares the codes, such as `The objective "wae"`.
 * @throws HelmholtzError (`graph`) for the first latent that does not fit.
 */
export function checkLatents(
  subject: string,
  latents: readonly LatentTraits[],
  needs: LatentNeeds = {},
): void {
  const refused = (message: string, hint: string): HelmholtzError =>
    new HelmholtzError('graph', `${subject} ${message}.`, { hint });
  const compared = 'Choose the objective elbo, or a recipe with a prior such as vae.';
  if (latents.length === 0) throw refused('needs a latent with a posterior and a prior', compared);
  const names = latents.map(({ name }) => name);
  for (const latent of latents) {
    const { name, families, given } = latent;
    const [posterior, prior] = families;
    if (latent.global) {
      throw refused(`compares the codes of examples, and all share the latent "${name}"`, compared);
    }
    if (given.prior.length > 0) {
      throw refused(
        `compares all codes with one prior, and that of "${name}" depends on ${given.prior.join(', ')}`,
        compared,
      );
    }
    const others = given.posterior.filter((variable) => names.includes(variable));
    if (needs.independentPosteriors && others.length > 0) {
      throw refused(
        `needs posteriors of x alone, and that of "${name}" depends on ${others.join(', ')}`,
        compared,
      );
    }
    if (needs.posteriorDensity && !latent.logProbs.posterior) {
      throw refused(
        `needs the density of a posterior at any value, and "${posterior}" of "${name}" is known at its draw alone`,
        'Choose the posterior normal.',
      );
    }
    if (needs.independentElements && !latent.independentElements) {
      throw refused(
        `needs independent elements of the posterior, and those of "${posterior}" of "${name}" depend on each other`,
        `Choose the posterior normal; the prior "${prior}" may stay.`,
      );
    }
  }
}
