import { cumsum, exp, mul, tensor, tidy } from '@tensorflow/tfjs-core';
import '@helmholtz/testing/cpu-backend';
import test from 'ava';

import { bijectorConforms } from '../testing/bijector-conformance.js';
import { affine } from './affine.js';
import { autoregressive } from './autoregressive.js';

const create = () =>
  autoregressive((x) => {
    const before = cumsum(x, x.rank - 1, true);
    return affine({ loc: before, scale: exp(mul(before, 0.2)) });
  });

bijectorConforms(test, {
  name: 'autoregressive',
  create,
  points: [
    [1, 2, -3],
    [-0.5, 4, 0],
  ],
  rounding: 1e-4,
});

test('autoregressive: the inverse is exact for long vectors, element by element', (t) => {
  const x = Array.from({ length: 60 }, (_, index) => Math.sin(index));
  tidy(() => {
    const back = create().inverse!(create().forward(tensor([x]))).dataSync();
    x.forEach((value, index) => t.true(Math.abs(back[index]! - value) < 1e-3, `${back[index]} for ${value}`));
  });
});
