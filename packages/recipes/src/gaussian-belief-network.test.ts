import type { Normal } from '@helmholtz/distributions';
import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { gaussianBeliefNetwork } from './gaussian-belief-network.js';
import '@helmholtz/testing/cpu-backend';
import { decoded, declaredModel, departureFromLinear, numbersOf } from './testing/declared.js';

const latents = [
  { name: 'z1', size: 2 },
  { name: 'z2', size: 2 },
];
const model = declaredModel(gaussianBeliefNetwork, 5, { latents, hidden: [6] });
const z1 = model.latents.find(({ name }) => name === 'z1')!;

test('each layer is normal around what is not linear in the layer above it', (t) => {
  t.deepEqual(
    model.ancestralOrder.map(({ name }) => name),
    ['z2', 'z1'],
  );
  const ofLatent = (z2: readonly number[]) => model.priorOf(z1, { z2: tensor([[...z2]]) }) as Normal;
  const ofX = (z: readonly number[]) => decoded(model, 'z1', z) as Normal;
  for (const layer of [ofLatent, ofX]) {
    t.is(layer([0, 0]).family, 'normal');
    t.true(departureFromLinear((z) => numbersOf(layer(z).loc)) > 0.01);
  }
});

test('x has one scale for all of its elements, learned', (t) => {
  t.deepEqual(model.weights.get('x_likelihood/log_scale')!.shape, []);
});
