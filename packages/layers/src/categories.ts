import { HelmholtzError } from '@helmholtz/base';
import { type LatentConfig, type Prior, constantPrior } from '@helmholtz/core';
import { z } from 'zod';

export const categoriesOption = z
  .int()
  .min(2)
  .default(10)
  .describe('number of categories in each group of the latent');

/**
 * Returns the number of groups of categories that a latent consists of.
 *
 * @throws HelmholtzError (`usage`) for a size that is no multiple of the categories.
 */
export function groupsOf(
  posterior: string,
  { variable, size }: Pick<LatentConfig, 'variable' | 'size'>,
  categories: number,
): number {
  const groups = size / categories;
  if (!Number.isInteger(groups)) throw notGroups(posterior, variable, size, categories);
  return groups;
}

/** Returns a constant prior with the number of categories filled in. */
export function priorOfCategories(
  family: string,
  { variable, prior }: Pick<LatentConfig, 'variable' | 'prior'>,
  categories: number,
): Prior {
  if (prior.kind !== 'constant' || prior.family !== family) return prior;
  const { categories: given = categories } = prior.constants;
  if (given === categories) return constantPrior(family, { ...prior.constants, categories });
  throw new HelmholtzError(
    'usage',
    `The latent "${variable}" has ${categories} categories, but its prior has ${given}.`,
    { hint: 'Remove "categories" from the prior. It then has as many as the posterior.' },
  );
}

function notGroups(posterior: string, variable: string, size: number, categories: number): HelmholtzError {
  return new HelmholtzError(
    'usage',
    `The latent "${variable}" has ${size} elements, which cannot form groups of ${categories} categories.`,
    {
      hint: `Set its size to a multiple of ${categories}, such as ${20 * categories} for 20 groups, or change "categories" of the posterior "${posterior}".`,
    },
  );
}
