import { defineRecipe } from '@helmholtz/core';

import { eightDimensions, linearInLatents } from './dense-declarations.js';
import { elementNoise } from './element-noise.js';
import { vae } from './vae.js';

/**
 * Factor analysis: p(x given z) = N(W z + b, diag(scale^2)), with a scale for each element of x. Given x, z is normal with a mean that
 * is linear in x and a covariance that does not depend on it; the posterior is the diagonal one that does so.
 */
export const factorAnalysis = defineRecipe({
  ...vae,
  name: 'factor-analysis',
  description: 'linear-Gaussian: x linear in z, with a noise of its own for each element',
  declare: ({ hidden = [], ...sizes }) => ({
    ...linearInLatents(eightDimensions({ ...sizes, hidden })),
    likelihood: elementNoise,
    posterior: { name: 'normal', scale: 'learnedPerElement' },
  }),
});
