import test from 'ava';

import { binaryOrGrey, oneHotVectors, realLine, unitLevels, wholeNumbers } from '@helmholtz/distributions';
import type { LatentVariableModel } from '../graph/model.js';
import type { LikelihoodColumn } from '../graph/roles.js';
import { rowsOf, tinyModel } from '../testing/tiny-model.js';
import { bitsPerDim, bitsPerDimProblem } from './bits-per-dim.js';

test('is the nats of an example in bits for each element', (t) => {
  t.is(bitsPerDim(tinyModel(), rowsOf([[0, 1, 1, 0]]), 8 * Math.LN2), 2);
});

test('bits per dimension of columns are undefined when one column has a density or grey values', (t) => {
  const model = tinyModel({ family: 'normal' });
  const bits = { name: 'bits', size: 3, family: 'bernoulli', support: binaryOrGrey };
  const setLastColumn = (last: Pick<LikelihoodColumn, 'family' | 'support'>): void =>
    void Object.assign(model.observed[0]!.likelihood, {
      columns: [bits, { name: 'last', size: 1, ...last }],
    });
  setLastColumn({ family: 'poisson', support: wholeNumbers });
  t.is(bitsPerDim(model, rowsOf([[0, 1, 1, 7]]), 8 * Math.LN2), 2);
  t.is(bitsPerDim(model, rowsOf([[0, 1, 0.5, 7]]), 8), undefined);
  setLastColumn({ family: 'discretizedLogistic', support: unitLevels });
  t.is(bitsPerDim(model, rowsOf([[0, 1, 1, 7]]), 8 * Math.LN2), 2);
  setLastColumn({ family: 'normal', support: realLine });
  t.is(bitsPerDim(model, rowsOf([[0, 1, 1, 7]]), 8), undefined);
});

test('is undefined for grey values of a Bernoulli likelihood, and for densities', (t) => {
  t.is(bitsPerDim(tinyModel(), rowsOf([[0, 1, 0.5, 0]]), 8), undefined);
  t.is(bitsPerDim(tinyModel({ family: 'normal' }), rowsOf([[0, 1, 1, 0]]), 8), undefined);
});

function asCategories({ observed }: LatentVariableModel): void {
  const values = { family: { value: 'categorical' }, support: { value: oneHotVectors } };
  Object.defineProperties(observed[0]!.likelihood, values);
}

test('counts a one-hot category as one dimension', (t) => {
  const model = tinyModel();
  asCategories(model);
  t.is(bitsPerDim(model, rowsOf([[0, 1, 0, 0]]), 2 * Math.LN2), 2);
  // Three categories, and a count.
  const category = { name: 'kind', size: 3, family: 'categorical', support: oneHotVectors };
  const count = { name: 'count', size: 1, family: 'poisson', support: wholeNumbers };
  Object.assign(model.observed[0]!.likelihood, { columns: [category, count] });
  t.is(bitsPerDim(model, rowsOf([[0, 1, 0, 7]]), 8 * Math.LN2), 4);
});

test('counts each category of an image of categories', (t) => {
  const model = tinyModel({ shape: [2, 2] });
  asCategories(model);
  const data = { ...rowsOf([[0, 1, 1, 0]]), shape: [2, 2] };
  t.is(bitsPerDim(model, data, 6 * Math.LN2), 3);
});

test('bits per dimension count the observed values of each example', (t) => {
  const model = tinyModel();
  Object.assign(model.observed[0]!.likelihood, { missing: true });
  // Four and two values: three on average.
  const data = rowsOf([
    [0, 1, 1, 0],
    [NaN, 1, NaN, 0],
  ]);
  t.is(bitsPerDim(model, data, 6 * Math.LN2), 2);
  t.is(bitsPerDim(model, rowsOf([[NaN, NaN, NaN, NaN]]), 0), undefined);
  // A category of three values that is missing in one example, and a count.
  const category = { name: 'kind', size: 3, family: 'categorical', support: oneHotVectors };
  const count = { name: 'count', size: 1, family: 'poisson', support: wholeNumbers };
  Object.assign(model.observed[0]!.likelihood, { columns: [category, count] });
  const rows = rowsOf([
    [0, 1, 0, 7],
    [NaN, NaN, NaN, 2],
  ]);
  t.is(bitsPerDim(model, rows, 3 * Math.LN2), 2);
});

test('gives the reason why a model has no bits per dimension', (t) => {
  t.is(bitsPerDimProblem(tinyModel(), rowsOf([[0, 1, 1, 0]])), undefined);
  t.is(
    bitsPerDimProblem(tinyModel(), rowsOf([[0, 1, 0.5, 0]])),
    '"x" has grey values, but a Bernoulli likelihood defines probabilities of 0 and 1 only.',
  );
  t.is(
    bitsPerDimProblem(tinyModel({ family: 'normal' }), rowsOf([[0, 1, 1, 0]])),
    'The likelihood "normal" of "x" is a density: its values have no probabilities.',
  );
});
