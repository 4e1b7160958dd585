import { defineRecipe, denseLayers, scaleForm } from '@helmholtz/core';
import { conditionalNormal } from '@helmholtz/layers';
import { z } from 'zod';

import { composeLayered, declareLayered, layeredNetworks } from './composition/layered.js';

export const hierarchyOptions = z.strictObject({
  recognition: z
    .enum(['bottomUp', 'factorized', 'topDown'])
    .default('bottomUp')
    .describe('inputs of each posterior: the latent below, x, or features of x and the latent above'),
  generative: z
    .enum(['conditional', 'additive'])
    .default('conditional')
    .describe('whether a latent sets the prior of the one below, or is added to the state from above'),
  scale: scaleForm.describe('scale of the conditional priors, as in the posterior "normal"'),
});

export const twoLatents = [
  { name: 'z1', size: 40 },
  { name: 'z2', size: 10 },
];

/**
 * Deep latent Gaussian model: stochastic layers z1, ..., zL, from x upwards, with any network
 * between them.
 *
 * Generative `conditional` (Burda et al. 2016): p(zL) p(zL-1 | zL) ... p(x | z1), normal
 * distributions with location and scale from the latent above. `additive` (Rezende et al. 2014):
 * all latents are standard normal, hL = GL zL, hl = Tl(hl+1) + Gl zl, and x depends on h1.
 *
 * Recognition `bottomUp` (Burda et al. 2016): q(z1 | x) q(z2 | z1) ... `factorized` (Rezende et al.
 * 2014): q(zl | x) for each. `topDown`: features dl of x, and q(zL | dL) ... q(zl | dl, zl+1). With
 * the posterior `precisionWeighted` this is the ladder VAE (Sønderby et al. 2016).
 *
 * Networks are named after their outputs: `recognition_z1`, for the posterior of z1;
 * `generative_z1`, from z2; and `generative_x`.
 */
export const dlgm = defineRecipe({
  name: 'dlgm',
  description: 'deep latent Gaussian model: any number of stochastic layers, z1 next to x',
  takes: ['networkInput'],
  options: hierarchyOptions,
  networks: layeredNetworks,
  declare: ({ latents = twoLatents, hidden = [200], observed }) =>
    declareLayered(
      { latents, observed },
      denseLayers(hidden, 'tanh'),
      denseLayers(hidden.toReversed(), 'tanh'),
    ),
  build(spec, parts, { recognition, generative, scale }) {
    return composeLayered('dlgm', spec, parts, {
      recognition,
      generative,
      prior: (features, latent) => conditionalNormal.build(features, latent, { scale }),
    });
  },
});
