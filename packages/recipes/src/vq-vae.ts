import { HelmholtzError, itemAt } from '@helmholtz/base';
import { defineRecipe, type LayerSpec, type RecipeSizes } from '@helmholtz/core';

import { cropped } from './conv-vae.js';
import { vae } from './vae.js';

/**
 * VQ-VAE for images (van den Oord et al. 2017): convolutions of stride 2 halve the image, and the
 * latent at each position is the nearest vector of a codebook. The prior is uniform over the codes.
 * The graph is that of the recipe `vae`. Finite scalar quantization takes the posterior
 * `scalarQuantized`.
 */
export const vqVae = defineRecipe({
  ...vae,
  name: 'vq-vae',
  description: 'convolutional VAE for images with vectors of a codebook as latents (VQ-VAE)',
  declare: ({ observed, latents = [{ name: 'z', size: 16 }], hidden: filters = [32, 64] }) => ({
    observed: { name: observed.name, shape: [...observed.shape] },
    latents: [...latents],
    networks: networks(observed.shape, filters),
    posterior: { name: 'vectorQuantized', codes: 64 },
    prior: 'uniformCodes',
    objective: 'vectorQuantization',
    optimizer: { name: 'adam', learningRate: 1e-3 },
    training: { batchSize: 100 },
  }),
  build(spec, parts, options) {
    if (spec.latents.length !== 1) throw notOne(spec.latents.length);
    return vae.build(spec, parts, options);
  },
});

/** Several latents would be flattened and concatenated, but convolutions need positions. */
function notOne(count: number): HelmholtzError {
  return new HelmholtzError('usage', `The recipe "vq-vae" has 1 latent, but the spec has ${count} latents.`, {
    hint: 'Declare one latent. The recipe "vae" has several; "composed" gives each its own networks.',
  });
}

/** Returns convolutions of stride 2 and their transposes, with a 3 by 3 convolution between them. */
function networks(
  [rows = 28, columns = 28]: RecipeSizes['observed']['shape'],
  filters: readonly number[],
): { recognition: LayerSpec[]; generative: LayerSpec[] } {
  const halved = (layer: string, count: number): LayerSpec => {
    return { layer, filters: count, kernelSize: 4, strides: 2, padding: 'same', activation: 'relu' };
  };
  const lastFilters = itemAt(filters, -1);
  const mixed: LayerSpec = {
    layer: 'conv2d',
    filters: lastFilters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
  };
  const restored = (length: number): number => Math.ceil(length / 2 ** filters.length) * 2 ** filters.length;
  return {
    recognition: [...filters.map((count) => halved('conv2d', count)), mixed],
    generative: [
      mixed,
      ...filters.toReversed().map((count) => halved('conv2dTranspose', count)),
      ...cropped([rows, columns], [restored(rows), restored(columns)]),
    ],
  };
}
