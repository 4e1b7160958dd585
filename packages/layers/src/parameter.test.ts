import { type Scalar, type Tensor, type Variable, sum, tensor, variableGrads } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { parameter } from './parameter.js';
import '@helmholtz/testing/cpu-backend';
import { roundTrip } from './testing/round-trip.js';
import { call, numbers } from './testing/symbolic.js';

const batch = tensor([[1], [2], [3]]);

test('a parameter is the same for every example, whatever its input', (t) => {
  const layer = parameter({ shape: [2, 1], value: 0.5 });
  const output = layer.apply(batch) as Tensor;
  t.deepEqual(output.shape, [3, 2, 1]);
  t.deepEqual(numbers(output), [0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
  t.deepEqual(call(parameter({ shape: [2] }), input({ shape: [4, 4, 1] })).shape, [null, 2]);
});

test('a parameter is trainable by default, with gradients from every example', (t) => {
  t.is(parameter({ shape: [2], trainable: false }).trainableWeights.length, 0);
  const layer = parameter({ shape: [2] });
  layer.apply(batch);
  const [weight] = layer.trainableWeights;
  const { grads } = variableGrads(
    () => sum<Scalar>(layer.apply(batch) as Tensor),
    [weight!.read() as Variable],
  );
  t.deepEqual(Object.values(grads).map(numbers), [[3, 3]]);
});

test('a parameter is loaded as it was saved', async (t) => {
  const x = input({ shape: [1], name: 'x' });
  const saved = model({ inputs: x, outputs: call(parameter({ shape: [2], value: 4, name: 'p' }), x) });
  t.deepEqual(numbers((await roundTrip(saved)).predict(batch) as Tensor), [4, 4, 4, 4, 4, 4]);
});
