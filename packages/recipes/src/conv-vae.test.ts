import { declareRecipe } from '@helmholtz/core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { buildModel } from './testing/any-names.js';
import { convVae } from './conv-vae.js';
import '@helmholtz/testing/cpu-backend';

/** The shapes of images that a network passes through. */
const images = (network: Sequential): number[][] =>
  network.layers
    .map(({ outputShape }) => outputShape.slice(1) as number[])
    .filter(({ length }) => length === 3);

test('each convolution halves images, and transposed convolutions restore their size', (t) => {
  const observed = { name: 'x', shape: [32, 32, 1] };
  const { layersModel } = buildModel(declareRecipe(convVae, { observed }));
  const [down, up] = ['recognition', 'generative'].map((name) =>
    images(layersModel.getLayer(name) as Sequential),
  );
  t.deepEqual(down, [
    [32, 32, 1],
    [16, 16, 16],
    [8, 8, 32],
    [4, 4, 64],
  ]);
  t.deepEqual(up, [
    [4, 4, 64],
    [8, 8, 32],
    [16, 16, 16],
    [32, 32, 1],
  ]);
});

for (const likelihood of ['normal', 'discretizedLogistic']) {
  test(`images of any size are restored and cropped: ${likelihood}`, (t) => {
    for (const shape of [
      [50, 50, 3],
      [45, 37, 3],
      [8, 9, 1],
      [1, 3, 1],
    ]) {
      const declared = declareRecipe(convVae, { observed: { name: 'x', shape }, likelihood });
      const { layersModel } = buildModel(declared);
      const generative = layersModel.getLayer('generative') as Sequential;
      t.deepEqual(generative.outputShape.slice(1, 3), shape.slice(0, 2));
      t.false(generative.layers.some((layer) => layer.name === 'generative_flatten'));
    }
  });
}
