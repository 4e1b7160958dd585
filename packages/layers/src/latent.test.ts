import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { latent } from './latent.js';
import '@helmholtz/testing/cpu-backend';
import { numbers } from './testing/symbolic.js';

test('a latent layer returns its input, and names its variable', (t) => {
  const layer = latent({ variable: 'z_top' });
  const output = layer.apply(tensor([[1, -2]])) as Tensor;
  t.deepEqual(numbers(output), [1, -2]);
  t.deepEqual(output.shape, [1, 2]);
  t.is(layer.role, 'latent');
  t.is(layer.variable, 'z_top');
  t.is(layer.name, 'z_top');
  t.is(latent({ variable: 'z', name: 'value' }).name, 'value');
});
