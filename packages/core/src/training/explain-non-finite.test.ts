import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { elbo } from '../objectives/elbo.js';
import { rowsOf, tinyModel } from '../testing/tiny-model.js';
import { explainNonFinite } from './explain-non-finite.js';
import { createOptimizer } from './optimizers.js';
import { train } from './train.js';

const error = new HelmholtzError('numerics', 'kl/z became NaN at step 1.', {
  hint: 'Lower the learning rate.',
});
const model = tinyModel({ family: 'normal' });

test('extreme columns are named first, the most extreme before the others, and the learning rate last', (t) => {
  const rows = rowsOf([
    [0, 60, 1, -1e6],
    [1, -70, 2, 3],
  ]);
  const { message, hint } = explainNonFinite(error, model, rows) as HelmholtzError;
  t.is(message, error.message);
  t.regex(hint!, /^Look at the data first: element 3 of x \(up to 1000000\), element 1 of x \(up to 70\)\. /);
  t.true(hint!.indexOf('standardize') < hint!.indexOf('learning rate'));
});

test('columns of a table are named by their names', (t) => {
  const columns = ['age', 'income', 'height', 'ward'].map((name) => ({ name, size: 1 }));
  const table = { ...rowsOf([[1, 1e5, 1, 1]]), columns };
  t.regex(
    (explainNonFinite(error, model, table) as HelmholtzError).hint!,
    /the column "income" \(up to 100000\)/,
  );
});

test('ordinary data and other errors are left as they are', (t) => {
  t.is(explainNonFinite(error, model, rowsOf([[1, 2, 3, 4]])), error);
  const other = new HelmholtzError('usage', 'No.');
  t.is(explainNonFinite(other, model, rowsOf([[1, 2, 3, 1e9]])), other);
});

test('training that stops at a NaN looks at its data', async (t) => {
  const data = rowsOf([[1e30, 1, 1, 1]]);
  const options = { data, objective: elbo(), epochs: 1, batchSize: 1, seed: 0 };
  const optimizer = createOptimizer({ name: 'adam', learningRate: 0.1 });
  const stopped = await t.throwsAsync(train(model, { ...options, optimizer }), {
    instanceOf: HelmholtzError,
  });
  t.is(stopped.kind, 'numerics');
  t.regex(stopped.hint!, /^Look at the data first: element 0 of x/);
});
