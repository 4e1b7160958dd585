import { HelmholtzError } from '@helmholtz/base';
import { Normal } from '@helmholtz/distributions';
import { type Tensor, grads, sum, tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { Draw } from './draw.js';
import '@helmholtz/testing/cpu-backend';
import { roundTrip } from './testing/round-trip.js';
import { numbers } from './testing/symbolic.js';

const loc = tensor([[1, -2]]);
const logVariance = tensor([[0.5, -1]]);
const noise = tensor([[0.3, 2]]);
const draw = () => new Draw({ family: { name: 'normal' } });

test('a draw is the sample of its family from parameters and noise', (t) => {
  const value = draw().apply([loc, logVariance, noise]) as Tensor;
  const expected = new Normal(loc, tensor([[Math.exp(0.25), Math.exp(-0.5)]])).sample(noise);
  numbers(value).forEach((each, index) => t.true(Math.abs(each - numbers(expected)[index]!) < 1e-6));
});

test('gradients pass to the parameters', (t) => {
  const [byLoc, byLogVariance] = grads((...parameters: Tensor[]) =>
    sum(draw().apply([...parameters, noise]) as Tensor),
  )([loc, logVariance]);
  t.deepEqual(numbers(byLoc!), [1, 1]);
  // d/dv exp(v / 2) noise
  const expected = [0.15 * Math.exp(0.25), Math.exp(-0.5)];
  numbers(byLogVariance!).forEach((each, index) => t.true(Math.abs(each - expected[index]!) < 1e-6));
});

test('a draw layer is loaded as it was saved', async (t) => {
  const inputs = ['a', 'b', 'noise'].map((name) => input({ shape: [2], name }));
  const saved = model({ inputs, outputs: draw().apply(inputs) as SymbolicTensor });
  const at = [loc, logVariance, noise];
  t.deepEqual(numbers((await roundTrip(saved)).predict(at) as Tensor), numbers(saved.predict(at) as Tensor));
});

test('an unknown family is an error at once', (t) => {
  t.throws(() => new Draw({ family: { name: 'norml' } }), {
    instanceOf: HelmholtzError,
    message: 'There is no distribution named "norml".',
  });
});
