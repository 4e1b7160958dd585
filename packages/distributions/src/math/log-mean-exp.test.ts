import { type Tensor, grad, memory, mul, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { logMeanExp } from './log-mean-exp.js';

const rows = [
  [0, -1000, 3, 5000],
  [Math.log(3), -1001, 3, 5000],
];
const x = tensor(rows);

test('logMeanExp is exact, also where exponentials overflow', (t) => {
  const expected = [Math.log(2), -1000 + Math.log((1 + Math.exp(-1)) / 2), 3, 5000];
  const values = logMeanExp(x);
  t.deepEqual(values.shape, [4]);
  values.dataSync().forEach((value, index) => {
    t.true(Math.abs(value - expected[index]!) <= 1e-6 * Math.abs(expected[index]!), `${value}`);
  });
});

test('its gradient is the share of each sample, times that of the result', (t) => {
  const weightedSum = (input: Tensor) => sum(mul(logMeanExp(input), tensor([1, 1, 1, -2])));
  const share = 1 / (1 + Math.exp(-1));
  const expected = [0.25, share, 0.5, -1, 0.75, 1 - share, 0.5, -1];
  grad(weightedSum)(x)
    .dataSync()
    .forEach((value, index) => t.true(Math.abs(value - expected[index]!) < 1e-6, `${index}: ${value}`));
});

test('a gradient of logMeanExp leaks no tensors', (t) => {
  const before = memory().numTensors;
  tidy(() => void grad((input: Tensor) => sum(logMeanExp(input)))(x));
  t.is(memory().numTensors, before);
});
