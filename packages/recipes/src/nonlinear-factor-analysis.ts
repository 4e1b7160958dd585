import { defineRecipe } from '@helmholtz/core';

import { eightDimensions } from './dense-declarations.js';
import { elementNoise } from './element-noise.js';
import { vae } from './vae.js';

/**
 * Non-linear factor analysis: p(x | z) = N(loc(z), diag(scale^2)), with a network loc and a scale
 * for each element of x.
 */
export const nonlinearFactorAnalysis = defineRecipe({
  ...vae,
  name: 'nonlinear-factor-analysis',
  description: 'factor analysis with a network of z, and a noise scale for each element',
  declare: (sizes) => ({ ...eightDimensions(sizes), likelihood: elementNoise }),
});
