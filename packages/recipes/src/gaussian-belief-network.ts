import { defineRecipe } from '@helmholtz/core';

import { dlgm } from './dlgm.js';

/**
 * Non-linear Gaussian belief network (Frey and Hinton 1999): the recipe `dlgm` with normal x, and
 * one learned scale for all elements. One shared scale cannot go to 0, as one per element could.
 */
export const gaussianBeliefNetwork = defineRecipe({
  ...dlgm,
  name: 'gaussian-belief-network',
  description: 'non-linear Gaussian belief network: layers of normal latents, and normal x',
  declare: (sizes) => ({ ...dlgm.declare!(sizes), likelihood: { name: 'normal', scale: 'learned' } }),
});
