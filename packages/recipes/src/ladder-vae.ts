import { defineRecipe, type LayerSpec } from '@helmholtz/core';

import { declareLayered } from './composition/layered.js';
import { dlgm, hierarchyOptions, twoLatents } from './dlgm.js';

const options = hierarchyOptions.extend({
  recognition: hierarchyOptions.shape.recognition.default('topDown'),
});

/**
 * The ladder VAE (Sønderby et al. 2016): `dlgm` recognised top down, by posteriors that weigh their priors in by precision.
 *
 * As there, networks are normalized by batch and the KL divergence is warmed up. Without either, the conditional priors grow
 * narrow before recognition has learned anything, their posteriors follow them, and the lower latents are lost.
 */
export const ladderVae = defineRecipe({
  ...dlgm,
  name: 'ladder-vae',
  description: 'ladder VAE: layers of latents, drawn from the top, whose posteriors weigh their priors in',
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
