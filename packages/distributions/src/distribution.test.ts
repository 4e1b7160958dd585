import { tensor, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { sumOverEvents } from './distribution.js';

test('sumOverEvents sums over all axes of the event and keeps the batch', (t) => {
  const values = tensor([1, 2, 3, 4, 5, 6, 70, 80], [2, 2, 2]);
  const sums = sumOverEvents(values);
  t.deepEqual(sums.shape, [2]);
  t.deepEqual(Array.from(sums.dataSync()), [10, 161]);
  t.deepEqual(Array.from(sumOverEvents(tensor([1, 2, 30, 40], [2, 2])).dataSync()), [3, 70]);
});

test('sumOverEvents leaves scalar events unchanged', (t) => {
  t.deepEqual(Array.from(sumOverEvents(tensor1d([1, 2, 3])).dataSync()), [1, 2, 3]);
});
