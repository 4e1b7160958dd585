import type { Recipe } from '@helmholtz/core';

import { dlgm } from './dlgm.js';

declare module '@helmholtz/core' {
  interface RecipeNames {
    'ladder-vae': true;
  }
}

/** The ladder VAE (Sønderby et al. 2016): `dlgm` recognised top down, by posteriors that weigh their priors in by precision. */
export const ladderVae: Recipe = {
  ...(dlgm as Recipe),
  name: 'ladder-vae',
  description: 'ladder VAE: layers of latents, drawn from the top, whose posteriors weigh their priors in',
  declare: (sizes) => ({
    ...dlgm.declare!(sizes),
    recipe: { name: 'ladder-vae', recognition: 'topDown' },
    posterior: 'precisionWeighted',
  }),
};
