import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { permutation } from './permutation.js';

bijectorConforms(test, {
  name: 'permutation',
  create: () => permutation([2, 0, 1]),
  points: [
    [1, 2, 3],
    [-1, 0, 4],
  ],
});

test('permutation: an element of y is the element of x that the order names', (t) => {
  t.deepEqual(
    [
      ...permutation([2, 0, 1])
        .forward(tensor([[10, 20, 30]]))
        .dataSync(),
    ],
    [30, 10, 20],
  );
});

test('permutation: throws an error that gives an order without each element', (t) => {
  const error = t.throws(() => permutation([0, 0, 1]));
  t.is(error.message, 'The order 0, 0, 1 is not a permutation.');
});
