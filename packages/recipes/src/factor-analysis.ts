import { defineRecipe } from '@helmholtz/core';

import { eightDimensions, linearInLatents } from './dense-declarations.js';
import { elementNoise } from './element-noise.js';
import { vae } from './vae.js';

/**
 * Factor analysis: p(x | z) = N(W z + b, diag(scale^2)), with a scale for each element of x. The
 * true posterior is normal, with a mean linear in x and a constant covariance. The model's
 * posterior has the same form with a diagonal covariance.
 */
export const factorAnalysis = defineRecipe({
  ...vae,
  name: 'factor-analysis',
  description: 'factor analysis: x linear in z, with a noise scale for each element',
  declare: ({ hidden = [], ...sizes }) => ({
    ...linearInLatents(eightDimensions({ ...sizes, hidden })),
    likelihood: elementNoise,
    posterior: { name: 'normal', scale: 'learnedPerElement' },
  }),
});
