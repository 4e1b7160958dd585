import { HelmholtzError } from '@helmholtz/base';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { LatentDense, denseSize } from './latent-dense.js';
import '@helmholtz/testing/cpu-backend';
import { roundTrip } from './testing/round-trip.js';
import { call, numbers } from './testing/symbolic.js';

const x = tensor([
  [1, 2],
  [3, -1],
]);
// A kernel [2, 3], row by row, and a bias, for each of two examples.
const weights = tensor([
  [1, 2, 3, 4, 5, 6, 0.5, 0, -0.5],
  [0, 1, 0, 2, 0, 0, 0, 0, 7],
]);
const expected = [1 + 8 + 0.5, 2 + 10, 3 + 12 - 0.5, -2, 3, 7];

test('each example has a kernel and a bias of its own', (t) => {
  t.is(denseSize(2, 3), 9);
  t.deepEqual(numbers(new LatentDense({ units: 3 }).apply([x, weights]) as Tensor), expected);
});

test('a latent dense layer is loaded as it was saved', async (t) => {
  const inputs = [input({ shape: [2] }), input({ shape: [9] })];
  const saved = model({ inputs, outputs: call(new LatentDense({ units: 3 }), inputs) });
  t.deepEqual(saved.outputs[0]!.shape, [null, 3]);
  t.deepEqual(numbers((await roundTrip(saved)).predict([x, weights]) as Tensor), expected);
});

test('a wrong number of weights is an error', (t) => {
  const inputs = [input({ shape: [2] }), input({ shape: [8] })];
  const error = t.throws(() => call(new LatentDense({ units: 3, name: 'd' }), inputs), {
    instanceOf: HelmholtzError,
    message: 'The layer "d" received 8 weights, but needs 9.',
  });
  t.regex(error.hint!, /= 9 weights\.$/);
});
