import { partName, partOptions, type RecipeSizes } from '@helmholtz/core';

/** Likelihoods whose main parameter is the mean or the centre of x. */
const ofMeans = new Set(['normal', 'laplace', 'studentT']);

/**
 * Returns whether the generative network computes means of x only, so that a sigmoid suits grey
 * pixels. Logits, rates and scales must be unconstrained.
 */
export function endsInMeans(likelihood: NonNullable<RecipeSizes['likelihood']>): boolean {
  return ofMeans.has(partName(likelihood)) && !Object.values(partOptions(likelihood)).includes('network');
}
