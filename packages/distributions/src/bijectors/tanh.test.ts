import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { tanh } from './tanh.js';

bijectorConforms(test, {
  name: 'tanh',
  create: tanh,
  points: [
    [0, 1],
    [-2, 0.5],
    [2.5, -1],
  ],
  // 1 - y keeps fewer digits than y where y is nearly 1.
  rounding: 1e-4,
});

test('tanh: far values have a finite inverse, and their log-determinant is exact', (t) => {
  const bijector = tanh();
  const far = tensor([-40, 40]);
  t.true(bijector.inverse!(bijector.forward(far)).dataSync().every(Number.isFinite));
  for (const found of bijector.forwardLogDetJacobian(far).dataSync()) {
    t.true(Math.abs(found - 2 * (Math.LN2 - 40)) < 1e-5);
  }
});
