import { defineRecipe } from '@helmholtz/core';

import { eightDimensions } from './dense-declarations.js';
import { vae } from './vae.js';

/**
 * Recipe `vae` with a normal likelihood: p(x | z) = N(loc(z), scale^2), with scale 0.3 by default.
 * A smaller scale gives sharper reconstructions, and codes further from the prior.
 */
export const gaussianVae = defineRecipe({
  ...vae,
  name: 'gaussian-vae',
  description: 'VAE with a normal likelihood of a fixed variance, 0.09 by default',
  declare: (sizes) => ({
    ...eightDimensions(sizes),
    likelihood: { name: 'normal', scale: 0.3 },
    optimizer: { name: 'adam', learningRate: 1e-3 },
  }),
});
