import { HelmholtzError } from '@helmholtz/base';
import { type LatentConfig, type Prior, constantPrior } from '@helmholtz/core';

/**
 * Returns the prior of a latent with as many elements as the latent has.
 *
 * @param lengths constants that say how many elements a prior has, by its family.
 * @throws HelmholtzError (`usage`) for a prior with another number of elements.
 */
export function priorOfSize(
  { prior, size, variable }: LatentConfig,
  lengths: Readonly<Record<string, string>>,
): Prior {
  const constant = prior.kind === 'constant' ? lengths[prior.family] : undefined;
  if (prior.kind !== 'constant' || constant === undefined) return prior;
  const elements = prior.constants[constant] ?? size;
  if (elements === size) return constantPrior(prior.family, { ...prior.constants, [constant]: size });
  throw new HelmholtzError(
    'usage',
    `The latent "${variable}" has ${size} elements, but its prior has ${elements}.`,
    { hint: `Remove "${constant}" from the prior. It then has as many as the latent.` },
  );
}
