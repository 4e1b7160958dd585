import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { logit, sigmoid } from './sigmoid.js';

bijectorConforms(test, {
  name: 'sigmoid',
  create: sigmoid,
  points: [
    [0, 1],
    [-3, 0.5],
    [4, -5],
  ],
  // 1 - y keeps fewer digits than y where y is nearly 1.
  rounding: 1e-4,
});

bijectorConforms(test, {
  name: 'logit',
  create: logit,
  points: [
    [0.5, 0.25],
    [0.125, 0.875],
  ],
});

test('sigmoid: far values have a finite inverse, and their log-determinant is exact', (t) => {
  const bijector = sigmoid();
  const far = tensor([-80, 80]);
  t.true(bijector.inverse!(bijector.forward(far)).dataSync().every(Number.isFinite));
  t.deepEqual([...bijector.forwardLogDetJacobian(far).dataSync()], [-80, -80]);
});
