import test from 'ava';

import { rowsOf, tinyModel } from '../testing/tiny-model.js';
import { bitsPerDim } from './bits-per-dim.js';

test('is the nats of an example in bits for each element', (t) => {
  t.is(bitsPerDim(tinyModel(), rowsOf([[0, 1, 1, 0]]), 8 * Math.LN2), 2);
});

test('is undefined for grey values of a Bernoulli likelihood, and for densities', (t) => {
  t.is(bitsPerDim(tinyModel(), rowsOf([[0, 1, 0.5, 0]]), 8), undefined);
  t.is(bitsPerDim(tinyModel({ family: 'normal' }), rowsOf([[0, 1, 1, 0]]), 8), undefined);
});
