import { HelmholtzError } from '@helmholtz/base';
import type { ModelTerms } from '../graph/terms.js';

/**
 * Refuses a global latent in an importance-weighted bound, which would need the product of all
 * examples' likelihoods.
 *
 * @throws HelmholtzError (`graph`)
 */
export function refuseGlobal({ latents }: ModelTerms): void {
  const shared = latents.find(({ examples }) => examples);
  if (!shared) return;
  throw new HelmholtzError(
    'graph',
    `The importance-weighted bound does not support the latent "${shared.name}", which all examples share.`,
    {
      hint: "It can't be divided among the examples. Use the ELBO, also with several samples: objective: { name: elbo, samples: 5 }.",
    },
  );
}
