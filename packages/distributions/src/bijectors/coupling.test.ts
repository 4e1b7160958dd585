import { mul, sum, tensor } from '@tensorflow/tfjs-core';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { affine } from './affine.js';
import { coupling } from './coupling.js';
import { permutation } from './permutation.js';

bijectorConforms(test, {
  name: 'coupling',
  create: () => coupling({ kept: 1, transform: (kept) => affine({ loc: kept, scale: mul(kept, 2) }) }),
  points: [
    [1, 2, -3],
    [-0.5, 4, 0],
  ],
});

test('coupling: a bijector of vectors is an error', (t) => {
  const wrong = coupling({ kept: 1, transform: () => permutation([1, 0]) });
  const error = t.throws(() => wrong.forward(tensor([[1, 2, 3]])));
  t.is(
    error.message,
    'The bijector "permutation" transforms whole vectors, but a coupling needs an elementwise bijector.',
  );
});

test('coupling: vectors with only kept elements are unchanged', (t) => {
  const { value, logDet } = coupling({
    kept: 2,
    transform: (kept) => affine({ loc: sum(kept) }),
  }).forwardWithLogDet(tensor([[1, 2]]));
  t.deepEqual([...value.dataSync(), ...logDet.dataSync()], [1, 2, 0]);
});
