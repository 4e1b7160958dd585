import { type Recipe, type RecipeDeclaration, type RecipeSizes, denseDeclaration } from '@helmholtz/core';

import { dlgm } from './dlgm.js';
import { vae } from './vae.js';

/** Recipes that are others declared in another way. */
export const members: readonly Recipe[] = [
  {
    ...vae,
    name: 'gaussian-vae',
    description: 'VAE with a normal likelihood of a variance of your choice, 0.01 unless given',
    declare: (sizes) => ({
      ...eight(sizes),
      likelihood: { name: 'normal', scale: 0.1 },
      optimizer: { name: 'adam', learningRate: 1e-3 },
    }),
  },
  {
    ...vae,
    name: 'logistic-factor-analysis',
    description: 'binary x whose logits are linear in z',
    declare: (sizes) => linear(eight(sizes)),
  },
  {
    ...vae,
    name: 'factor-analysis',
    description: 'linear-Gaussian: x linear in z, with a noise of its own for each element',
    declare: (sizes) => ({
      ...linear(eight({ ...sizes, hidden: sizes.hidden ?? [] })),
      likelihood: { name: 'normal', scale: 'learnedPerElement' },
      posterior: { name: 'normal', scale: 'learned' },
    }),
  },
  {
    ...vae,
    name: 'nonlinear-factor-analysis',
    description: 'x through a network of z, with a normal noise of its own for each element',
    declare: (sizes) => ({ ...eight(sizes), likelihood: { name: 'normal', scale: 'learnedPerElement' } }),
  },
  {
    ...(dlgm as Recipe),
    name: 'gaussian-belief-network',
    description: 'non-linear Gaussian belief network: layers of normal latents, and normal x',
    declare: (sizes) => ({ ...dlgm.declare!(sizes), likelihood: { name: 'normal', scale: 'learned' } }),
  },
  {
    ...(dlgm as Recipe),
    name: 'ladder-vae',
    description: 'ladder VAE: layers of latents, drawn from the top, whose posteriors weigh their priors in',
    declare: (sizes) => ({
      ...dlgm.declare!(sizes),
      recipe: { name: 'ladder-vae', recognition: 'topDown' },
      posterior: 'precisionWeighted',
    }),
  },
];

const eight = (sizes: RecipeSizes): RecipeDeclaration =>
  denseDeclaration({ ...sizes, latents: sizes.latents ?? [{ name: 'z', size: 8 }] });

/** The parameters of p(x given z) are linear in z. */
const linear = (declared: RecipeDeclaration): RecipeDeclaration => ({
  ...declared,
  networks: { ...declared.networks, generative: [] },
});
