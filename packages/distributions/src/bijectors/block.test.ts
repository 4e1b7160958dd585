import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { affine } from './affine.js';
import { block } from './block.js';
import { permutation } from './permutation.js';
import { sigmoid } from './sigmoid.js';

bijectorConforms(test, {
  name: 'block',
  create: () => block(sigmoid(), 1),
  points: [
    [0.5, 1],
    [-1, 2],
  ],
  rounding: 1e-4,
});

test('block: a bijector of vectors is returned unchanged', (t) => {
  const ofVectors = permutation([1, 0]);
  t.is(block(ofVectors, 1), ofVectors);
  t.is(block(affine(), 2).eventRank, 2);
});
