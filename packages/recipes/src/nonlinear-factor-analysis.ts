import { defineRecipe } from '@helmholtz/core';

import { eightDimensions } from './dense-declarations.js';
import { elementNoise } from './element-noise.js';
import { vae } from './vae.js';

/** Non-linear factor analysis: p(x given z) = N(loc(z), diag(scale^2)), loc a network, with a scale for each element of x. */
export const nonlinearFactorAnalysis = defineRecipe({
  ...vae,
  name: 'nonlinear-factor-analysis',
  description: 'x through a network of z, with a normal noise of its own for each element',
  declare: (sizes) => ({ ...eightDimensions(sizes), likelihood: elementNoise }),
});
