import { defineRecipe } from '@helmholtz/core';

import { eightDimensions } from './dense-declarations.js';
import { vae } from './vae.js';

/**
 * The recipe `vae` with a normal likelihood, p(x given z) = N(loc(z), scale^2), of a scale that is chosen: 0.3 unless given. The
 * smaller it is, the closer are reconstructions to x, and the further are the codes of the data from what the prior draws.
 */
export const gaussianVae = defineRecipe({
  ...vae,
  name: 'gaussian-vae',
  description: 'VAE with a normal likelihood of a variance of your choice, 0.09 unless given',
  declare: (sizes) => ({
    ...eightDimensions(sizes),
    likelihood: { name: 'normal', scale: 0.3 },
    optimizer: { name: 'adam', learningRate: 1e-3 },
  }),
});
