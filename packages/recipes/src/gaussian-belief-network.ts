import { defineRecipe } from '@helmholtz/core';

import { dlgm } from './dlgm.js';

/**
 * The non-linear Gaussian belief network (Frey and Hinton 1999): `dlgm` with normal x, of one learned scale for all elements. Unlike
 * one for each, that has a bound of its own: what the network leaves of x as a whole.
 */
export const gaussianBeliefNetwork = defineRecipe({
  ...dlgm,
  name: 'gaussian-belief-network',
  description: 'non-linear Gaussian belief network: layers of normal latents, and normal x',
  declare: (sizes) => ({ ...dlgm.declare!(sizes), likelihood: { name: 'normal', scale: 'learned' } }),
});
