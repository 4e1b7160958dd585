import { defineRecipe, type LayerSpec } from '@helmholtz/core';

import { declareLayered } from './composition/layered.js';
import { dlgm, hierarchyOptions, twoLatents } from './dlgm.js';

const options = hierarchyOptions.extend({
  recognition: hierarchyOptions.shape.recognition.default('topDown'),
});

/**
 * Ladder VAE (Sønderby et al. 2016): the recipe `dlgm` with top-down recognition, and posteriors
 * that combine features and prior by precision.
 *
 * As in the paper, networks have batch normalization and the KL divergence is warmed up. Without
 * them the lower latents collapse: their conditional priors become narrow before recognition
 * learns.
 */
export const ladderVae = defineRecipe({
  ...dlgm,
  name: 'ladder-vae',
  description: 'ladder VAE: layers of latents, drawn top down, with posteriors that include their priors',
  options,
  declare: ({ latents = twoLatents, hidden = [200], observed }) => ({
    ...declareLayered({ latents, observed }, normalizedLayers(hidden), normalizedLayers(hidden.toReversed())),
    posterior: 'precisionWeighted',
    objective: { name: 'elbo', warmUp: 0.5 },
  }),
});

function normalizedLayers(hidden: readonly number[]): LayerSpec[] {
  return hidden.flatMap((units) => [
    { layer: 'dense', units, useBias: false },
    { layer: 'batchNormalization' },
    { layer: 'leakyReLU', alpha: 0.1 },
  ]);
}
