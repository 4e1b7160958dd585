import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { affine } from './affine.js';

const points = [
  [0, 1],
  [-3, 0.5],
  [20, -7],
];

bijectorConforms(test, { name: 'affine', create: () => affine({ loc: 1, scale: -2 }), points });

bijectorConforms(test, {
  name: 'affine of tensors',
  create: () => affine({ loc: tensor([1, -1]), scale: tensor([0.5, 3]) }),
  points,
});

test('affine: the identity by default', (t) => {
  t.deepEqual(
    [
      ...affine()
        .forward(tensor([1, 2]))
        .dataSync(),
    ],
    [1, 2],
  );
});
