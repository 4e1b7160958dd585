import type { Recipe } from '@helmholtz/core';

import { eightDimensions } from './dense-declarations.js';
import { elementNoise } from './element-noise.js';
import { vae } from './vae.js';

declare module '@helmholtz/core' {
  interface RecipeNames {
    'nonlinear-factor-analysis': true;
  }
}

/** Non-linear factor analysis: p(x given z) = N(loc(z), diag(scale^2)), loc a network, with a scale for each element of x. */
export const nonlinearFactorAnalysis: Recipe = {
  ...vae,
  name: 'nonlinear-factor-analysis',
  description: 'x through a network of z, with a normal noise of its own for each element',
  declare: (sizes) => ({ ...eightDimensions(sizes), likelihood: elementNoise }),
};
