import { partName, partOptions, type RecipeSizes } from '@helmholtz/core';

/** Likelihoods whose main parameter is the mean of x, or its centre. */
const ofMeans = new Set(['normal', 'laplace', 'studentT']);

/**
 * Whether a generative network ends in the means of x and in nothing else, so that of grey pixels a sigmoid may end it. Logits, rates and
 * scales are to be any number.
 */
export function endsInMeans(likelihood: NonNullable<RecipeSizes['likelihood']>): boolean {
  return ofMeans.has(partName(likelihood)) && !Object.values(partOptions(likelihood)).includes('network');
}
