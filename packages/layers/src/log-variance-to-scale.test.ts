import { type Tensor, grad, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { logVarianceToScale } from './log-variance-to-scale.js';
import '@helmholtz/testing/cpu-backend';
import { numbers } from './testing/symbolic.js';

const logVariances = [0, Math.log(4), -2, 60, -80];

test('exp(x / 2), elementwise, of any shape', (t) => {
  const input = tensor(logVariances, [1, 5, 1]);
  const output = logVarianceToScale().apply(input) as Tensor;
  t.deepEqual(output.shape, [1, 5, 1]);
  numbers(output).forEach((scale, index) => {
    const expected = Math.exp(logVariances[index]! / 2);
    t.true(Math.abs(scale - expected) <= 1e-5 * expected);
  });
});

test('the gradient is half the value', (t) => {
  const layer = logVarianceToScale();
  const input = tensor(logVariances);
  const slopes = numbers(grad((x: Tensor) => layer.apply(x) as Tensor)(input));
  slopes.forEach((slope, index) => {
    const expected = Math.exp(logVariances[index]! / 2) / 2;
    t.true(Math.abs(slope - expected) <= 1e-5 * expected);
  });
});

test('keeps the shape that it is given, and its name', (t) => {
  const layer = logVarianceToScale({ name: 'z_scale' });
  t.deepEqual(layer.computeOutputShape([null, 3, 2]), [null, 3, 2]);
  t.is(layer.name, 'z_scale');
});
