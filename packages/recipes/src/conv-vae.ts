import { itemAt } from '@helmholtz/base';
import { defineRecipe, type LayerSpec, type RecipeSizes, sizeOf } from '@helmholtz/core';

import { endsInMeans } from './grey-means.js';
import { vae } from './vae.js';

/**
 * Convolutional VAE for images, padded to 32 by 32 by default. Convolutions of stride 2 halve the
 * image and transposed convolutions restore it, with dense layers around the latents. Images of
 * other sizes are restored to the next size that can be halved, and cropped. The likelihood is
 * normal with scale 1, with means from a sigmoid. The graph is that of the recipe `vae`.
 */
export const convVae = defineRecipe({
  ...vae,
  name: 'conv-vae',
  description: 'convolutional VAE for images padded to 32 by 32; --hidden sets the filters',
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
 * Returns convolutions of 4 by 4 with stride 2, and their transposes, each with a ReLU. The last
 * one has a sigmoid if it computes means. Other parameters are linear in the features of each
 * pixel.
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
  const smallest = [side(rows), side(columns), itemAt(filters, -1)];
  const units = sizeOf(smallest);
  const back = filters.slice(0, -1).toReversed();
  return {
    recognition: [
      ...filters.map((count) => halved('conv2d', count)),
      { layer: 'flatten' },
      dense(8 * itemAt(filters, 0)),
    ],
    generative: [
      dense(8 * itemAt(filters, 0)),
      dense(units),
      { layer: 'reshape', targetShape: smallest },
      ...back.map((count) => halved('conv2dTranspose', count)),
      inMeans
        ? halved('conv2dTranspose', channels, 'sigmoid')
        : halved('conv2dTranspose', itemAt(filters, 0)),
      ...cropped(
        [rows, columns],
        [side(rows), side(columns)].map((least) => least * 2 ** filters.length),
      ),
    ],
  };
}

/**
 * Returns the layer that crops restored rows and columns to those of the image, if they differ.
 */
export function cropped(image: readonly number[], restored: readonly number[]): LayerSpec[] {
  const margins = image.map((length, axis) => itemAt(restored, axis) - length);
  if (margins.every((margin) => margin === 0)) return [];
  const cropping = margins.map((margin) => [Math.floor(margin / 2), Math.ceil(margin / 2)]);
  return [{ layer: 'cropping2D', cropping }];
}
