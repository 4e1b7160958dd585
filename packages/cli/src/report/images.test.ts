import { arrayDataset } from '@helmholtz/datasets';
import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { assemble } from '@helmholtz/recipes';
import { tinySpec } from '../testing/tiny-run.js';
import { activeAxes, firstOfEachClass, toImages } from './images.js';

test('the first example of each class, in the order of the classes', (t) => {
  const labels = Uint8Array.of(2, 0, 2, 1, 0, 5);
  t.deepEqual(firstOfEachClass({ labels, size: 6 }, 10), [1, 3, 0, 5]);
  t.deepEqual(firstOfEachClass({ labels, size: 6 }, 2), [1, 3]);
});

test('without classes, the first examples there are', (t) => {
  t.deepEqual(firstOfEachClass({ labels: undefined, size: 100 }, 3), [0, 1, 2]);
  t.deepEqual(firstOfEachClass({ labels: undefined, size: 2 }, 10), [0, 1]);
});

test('examples become images of the shape of the data, in their order', (t) => {
  const values = Float32Array.from({ length: 24 }, (_, index) => index);
  t.deepEqual(toImages({ count: 2, values }, { shape: [4, 3, 1] }), {
    pixels: values,
    count: 2,
    rows: 4,
    columns: 3,
    channels: 1,
  });
});

/** A model whose posterior's mean is its input times a factor for each latent dimension. */
function modelOf(factors: readonly number[]) {
  const spec = tinySpec({
    latents: [{ name: 'z', size: factors.length }],
    networks: { recognition: [], generative: [] },
  });
  const { model } = assemble(spec);
  const kernel = [0, 1, 2, 3].flatMap((row) => factors.map((factor) => (row === 0 ? factor : 0)));
  const layer = model.layersModel.getLayer('z_loc');
  layer.setWeights([tensor(kernel, [4, factors.length]), tensor(factors.map(() => 100))]);
  return model;
}

const data = arrayDataset({
  name: 'line',
  shape: [4],
  data: [
    [0, 1, 1, 1],
    [0.5, 1, 1, 1],
    [1, 1, 1, 1],
  ],
});

test('the active axes are those whose means vary most, in ascending order', async (t) => {
  const axes = async (...factors: number[]) => {
    const model = modelOf(factors);
    return activeAxes(model, model.latents[0]!, data);
  };
  t.deepEqual(await axes(0.1, 5, 1), { horizontal: 1, vertical: 2 });
  t.deepEqual(await axes(-7, 0, 0.5, 0.1), { horizontal: 0, vertical: 2 });
  t.deepEqual(await axes(1, 2), { horizontal: 0, vertical: 1 });
  t.is(await axes(3), undefined);
});
