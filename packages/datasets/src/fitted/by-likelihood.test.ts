import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { parseTable } from '../csv/table.js';
import { applyTable, invertTable } from './apply-table.js';
import { fitTable } from './fit-table.js';

const table = parseTable('income,share,score\n100,0.25,1.5\n200,0.5,2.5\n600,0.75,-4\n', 'train.csv');

test('a likelihood of positive numbers keeps them positive, in units of the mean', (t) => {
  const fitted = fitTable(table, {
    columns: { income: { likelihood: 'logNormal' }, share: { likelihood: { name: 'beta' } } },
  });
  const [income, share, score] = fitted.columns;
  t.like(income, { kind: 'real', standardize: 'mean', center: 0, scale: 300, decimals: 0 });
  t.like(share, { kind: 'real', standardize: 'none', center: 0, scale: 1 });
  t.like(score, { kind: 'real', standardize: 'standard' });
  const values = new Float32Array(9);
  applyTable(fitted, table, 'rows').read([0, 1, 2], values, { next: () => 0 });
  t.deepEqual(invertTable(fitted, values), [
    ['100', '0.25', '1.5'],
    ['200', '0.5', '2.5'],
    ['600', '0.75', '-4'],
  ]);
  t.deepEqual(invertTable(fitted, Float32Array.of(0.501, 0.123, 0)), [['150', '0.12', '0']]);
});

test('other likelihoods leave a column as it is; declared options come first', (t) => {
  const [income, share] = fitTable(table, {
    columns: {
      income: { likelihood: 'negativeBinomial' },
      share: { likelihood: 'beta', standardize: 'unit' },
    },
  }).columns;
  t.is(income?.kind, 'count');
  t.like(share, { kind: 'real', standardize: 'unit' });
});

test('throws an error that names a column that has a likelihood but is not modelled', (t) => {
  const error = t.throws(
    () => fitTable(table, { columns: { income: { kind: 'identifier', likelihood: 'normal' } } }),
    { instanceOf: HelmholtzError },
  );
  t.is(error.message, 'The column "income" is identifier, and has no likelihood.');
});
