import test from 'ava';

import { binaryOrGrey, realLine, unitLevels, wholeNumbers } from '../distributions/support.js';
import type { LikelihoodColumn } from '../graph/roles.js';
import { rowsOf, tinyModel } from '../testing/tiny-model.js';
import { bitsPerDim } from './bits-per-dim.js';

test('is the nats of an example in bits for each element', (t) => {
  t.is(bitsPerDim(tinyModel(), rowsOf([[0, 1, 1, 0]]), 8 * Math.LN2), 2);
});

test('of columns, is undefined where one is of densities or has grey values', (t) => {
  const model = tinyModel({ family: 'normal' });
  const bits = { name: 'bits', size: 3, family: 'bernoulli', support: binaryOrGrey };
  const of = (last: Pick<LikelihoodColumn, 'family' | 'support'>): void =>
    void Object.assign(model.observed[0]!.likelihood, {
      columns: [bits, { name: 'last', size: 1, ...last }],
    });
  of({ family: 'poisson', support: wholeNumbers });
  t.is(bitsPerDim(model, rowsOf([[0, 1, 1, 7]]), 8 * Math.LN2), 2);
  t.is(bitsPerDim(model, rowsOf([[0, 1, 0.5, 7]]), 8), undefined);
  of({ family: 'discretizedLogistic', support: unitLevels });
  t.is(bitsPerDim(model, rowsOf([[0, 1, 1, 7]]), 8 * Math.LN2), 2);
  of({ family: 'normal', support: realLine });
  t.is(bitsPerDim(model, rowsOf([[0, 1, 1, 7]]), 8), undefined);
});

test('is undefined for grey values of a Bernoulli likelihood, and for densities', (t) => {
  t.is(bitsPerDim(tinyModel(), rowsOf([[0, 1, 0.5, 0]]), 8), undefined);
  t.is(bitsPerDim(tinyModel({ family: 'normal' }), rowsOf([[0, 1, 1, 0]]), 8), undefined);
});
