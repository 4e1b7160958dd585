import { defineRecipe, type LayerSpec, type RecipeSizes } from '@helmholtz/core';

import { endsInMeans } from './grey-means.js';
import { vae } from './vae.js';

/**
 * The convolutional VAE: images of 32 by 32, halved by each of its convolutions and made whole again by transposed ones,
 * with a dense layer beside the latents and a normal likelihood of unit scale, its means from a sigmoid. It is the recipe `vae` declared in another
 * way.
 */
export const convVae = defineRecipe({
  ...vae,
  name: 'conv-vae',
  description: 'convolutional VAE of images padded to 32 by 32; --hidden gives the filters',
  declare: ({
    observed,
    latents = [{ name: 'z', size: 32 }],
    hidden: filters = [16, 32, 64],
    likelihood = 'normal',
  }) => ({
    observed: { name: observed.name, shape: [...observed.shape] },
    latents: [...latents],
    networks: networks(observed.shape, filters, endsInMeans(likelihood)),
    likelihood,
    optimizer: { name: 'adam', learningRate: 1e-3 },
    data: { padding: 32 },
    training: { batchSize: 250 },
  }),
});

/**
 * Convolutions of 4 by 4 and stride 2 there and back, each followed by a ReLU, but the last of all by a sigmoid where it ends in
 * means. Other parameters are linear in the features of each pixel, by the layer that such a network is ended with.
 */
function networks(
  [rows = 32, columns = 32, channels = 1]: RecipeSizes['observed']['shape'],
  filters: readonly number[],
  inMeans: boolean,
): { recognition: LayerSpec[]; generative: LayerSpec[] } {
  const halved = (layer: string, count: number, activation = 'relu'): LayerSpec => {
    return { layer, filters: count, kernelSize: 4, strides: 2, padding: 'same', activation };
  };
  const dense = (units: number): LayerSpec => ({ layer: 'dense', units, activation: 'relu' });
  const side = (length: number): number => filters.reduce((half) => Math.ceil(half / 2), length);
  const smallest = [side(rows), side(columns), filters.at(-1)!];
  const units = smallest.reduce((product, length) => product * length, 1);
  const back = filters.slice(0, -1).toReversed();
  return {
    recognition: [
      ...filters.map((count) => halved('conv2d', count)),
      { layer: 'flatten' },
      dense(8 * filters[0]!),
    ],
    generative: [
      dense(8 * filters[0]!),
      dense(units),
      { layer: 'reshape', targetShape: smallest },
      ...back.map((count) => halved('conv2dTranspose', count)),
      inMeans ? halved('conv2dTranspose', channels, 'sigmoid') : halved('conv2dTranspose', filters[0]!),
    ],
  };
}
