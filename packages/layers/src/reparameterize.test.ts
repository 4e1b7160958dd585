import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { reparameterize } from './reparameterize.js';
import '@helmholtz/testing/cpu-backend';
import { numbers } from './testing/symbolic.js';

test('is loc + scale * noise, as a visible Multiply and a visible Add', (t) => {
  const [loc, scale, noise] = ['loc', 'scale', 'noise'].map((name) => input({ shape: [2], name }));
  const z = reparameterize({ loc: loc!, scale: scale!, noise: noise! }, 'z_top');
  const graph = model({ inputs: [loc!, scale!, noise!], outputs: z });
  const values = [
    [1, -1],
    [2, 0.5],
    [-3, 4],
  ].map((row) => tensor([row]));
  t.deepEqual(numbers(graph.predict(values) as Tensor), [1 + 2 * -3, -1 + 0.5 * 4]);
  t.deepEqual(
    graph.layers.slice(3).map((layer) => [layer.name, layer.getClassName()]),
    [
      ['z_top_scaled_noise', 'Multiply'],
      ['z_top_sum', 'Add'],
    ],
  );
});
