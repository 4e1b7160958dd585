import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { completeTable } from '../csv/complete-table.js';
import { parseTable } from '../csv/table.js';
import { lookAtDataset } from '../look/look-at-dataset.js';
import { applyTable, invertTable } from './apply-table.js';
import { constantsLine } from './constant-column.js';
import { fitTable } from './fit-table.js';
import { parseFitted, writeFitted } from './fitted-file.js';
import { warnOfDifferences } from './warn-of-differences.js';

const text = 'site,age,dose,notes,ward\na,40.5,5,,x\na,60.5,5.0,NA,y\na,50.5,5,,x\n';
const train = parseTable(text, 'train.csv');

const warnings = (rows: string): string[] => {
  const lines: string[] = [];
  const fitted = fitTable(train);
  warnOfDifferences(fitted, applyTable(fitted, parseTable(rows, 'new.csv'), 'new'), (line) =>
    lines.push(line),
  );
  return lines;
};

test('leaves constant and empty columns out of the examples, and writes them back in their place', (t) => {
  const fitted = fitTable(train);
  const dataset = applyTable(fitted, train, 'train');
  t.deepEqual(dataset.shape, [3]);
  t.is(dataset.missing, undefined);
  const values = new Float32Array(9);
  dataset.read([0, 1, 2], values, { next: () => 0 });
  t.deepEqual(invertTable(fitted, values), [
    ['a', '40.5', '5', '', 'x'],
    ['a', '60.5', '5', '', 'y'],
    ['a', '50.5', '5', '', 'x'],
  ]);
  t.deepEqual(
    lookAtDataset(dataset).columns.map(({ name }) => name),
    ['age', 'ward'],
  );
  t.deepEqual(parseFitted(writeFitted(fitted), 'fitted.json'), fitted);
});

test('names constant and empty columns in one line', (t) => {
  t.is(
    constantsLine(fitTable(train), 'csv/train'),
    'csv/train: the columns "site" ("a"), "dose" ("5") are constant; the column "notes" is empty. ' +
      'They are left out of the model, and written back unchanged.',
  );
  t.is(constantsLine(fitTable(parseTable('a,b\n1,2\n2,3\n', 'rows.csv')), 'rows'), undefined);
});

test('warns of new rows that have other values, and needs no constant column', (t) => {
  t.deepEqual(warnings(text), []);
  t.deepEqual(warnings('age,ward\n50.5,x\n'), []);
  t.deepEqual(warnings('site,age,dose,notes,ward\na,50.5,5,,x\nb,50.5,6,ill,x\nb,50.5,,NA,x\n'), [
    'new.csv has other values in columns that do not vary in the training rows: ' +
      '"site" ("b" in 2 of 3 rows; "a" in all training rows), "dose" ("6" in 1 of 3 rows; "5" in all training rows), ' +
      '"notes" ("ill" in 1 of 3 rows; none in all training rows). The model leaves these columns out.',
  ]);
});

test('fills the missing cells of a constant column with its value', (t) => {
  const fitted = fitTable(train);
  const rows = parseTable('ward,site,age\nx,,\ny,b,60.5\n', 'rows.csv');
  const dataset = applyTable(fitted, rows, 'rows');
  const completed = invertTable(fitted, Float32Array.of(0, 1, 0, 0, 0, 1));
  t.is(completeTable(dataset, [completed], { stacked: false }), 'ward,site,age\nx,a,50.5\ny,b,60.5\n');
});

test('keeps a constant column that is declared as discrete, or whose categories are listed', (t) => {
  const fitted = fitTable(train, {
    columns: {
      site: { kind: 'categorical', categories: ['a', 'b'] },
      dose: { likelihood: 'poisson' },
    },
  });
  t.deepEqual(
    fitted.columns.map(({ kind }) => kind),
    ['categorical', 'real', 'count', 'constant', 'categorical'],
  );
  const real = fitTable(train, { columns: { dose: 'real', site: 'categorical' } });
  t.deepEqual(
    real.columns.map(({ kind }) => kind),
    ['constant', 'real', 'constant', 'constant', 'categorical'],
  );
});

test('throws an error for a table without a column that varies', (t) => {
  for (const [rows, hint] of [
    ['a,b\n1,x\n', /only one row/],
    ['a,b\n1,x\n1,x\n', /the same value in all rows/],
  ] as const) {
    const error = t.throws(() => fitTable(parseTable(rows, 'train.csv')), { instanceOf: HelmholtzError });
    t.is(error.message, 'No column of train.csv is left to model.');
    t.regex(error.hint!, hint);
  }
});
