import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import '../testing/tiny-model.js';
import { permutedColumns } from './permuted-columns.js';

test('each column is in the order of its own numbers, the largest first', (t) => {
  const matrix = tensor([
    [1, 10],
    [2, 20],
    [3, 30],
  ]);
  const order = tensor([
    [0.1, 0.5],
    [0.9, 0.2],
    [0.4, 0.7],
  ]);
  t.deepEqual(permutedColumns(matrix, order).arraySync(), [
    [2, 30],
    [3, 10],
    [1, 20],
  ]);
});
