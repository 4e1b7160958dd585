import { defineRecipe, denseLayers, scaleForm } from '@helmholtz/core';
import { conditionalNormal } from '@helmholtz/layers';
import { z } from 'zod';

import { composeLayered, declareLayered, layeredNetworks } from './composition/layered.js';

export const hierarchyOptions = z.strictObject({
  recognition: z
    .enum(['bottomUp', 'factorized', 'topDown'])
    .default('bottomUp')
    .describe(
      'what each posterior is given: the latent below it, x, or features of x and the latent above it',
    ),
  generative: z
    .enum(['conditional', 'additive'])
    .default('conditional')
    .describe('whether a latent decides the prior of the one below it, or is added to what comes from above'),
  scale: scaleForm.describe('the scale of the conditional priors, as of the posterior "normal"'),
});

export const twoLatents = [
  { name: 'z1', size: 40 },
  { name: 'z2', size: 10 },
];

/**
 * The deep latent Gaussian model: any number of stochastic layers, the latents z1, ..., zL from x up, with any network
 * between two of them.
 *
 * Generative, `conditional` (Burda et al. 2016): p(zL) p(zL-1 given zL) ... p(x given z1), normal distributions whose
 * location and scale are functions of the latent above. `additive` (Rezende et al. 2014): all latents are standard normal,
 * hL = GL zL, hl = Tl(hl+1) + Gl zl, and x depends on h1.
 *
 * Recognition, `bottomUp` (Burda et al. 2016): q(z1 given x) q(z2 given z1) ...; `factorized` (Rezende et al. 2014):
 * q(zl given x) for each; `topDown`: features dl of x from layer to layer, and q(zL given dL) ... q(zl given dl, zl+1): with the
 * posterior `precisionWeighted`, which is given the features alone and weighs p(zl given zl+1) in, the ladder VAE (Sønderby et
 * al. 2016).
 *
 * Networks are named after what they lead to: `recognition_z1`, from x, to features of the posterior of z1;
 * `generative_z1`, from z2; and `generative_x`.
 */
export const dlgm = defineRecipe({
  name: 'dlgm',
  description: 'deep latent Gaussian model: any number of stochastic layers, z1 next to x',
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
      prior: (features, latent) => conditionalNormal.of(features, latent, { scale }),
    });
  },
});
