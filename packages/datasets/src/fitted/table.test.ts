/** Parameters fitted to a table, applied to other rows, and inverted. */
import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { parseTable } from '../csv/table.js';
import { values } from '../testing/read-all.js';
import { applyFitted } from './apply-fitted.js';
import { applyTable, invertTable } from './apply-table.js';
import { fitTable } from './fit-table.js';
import { parseFitted, writeFitted } from './fitted-file.js';

const training = parseTable(
  'id,height,visits,smoker,region,note\nr1,1.5,0,1,north,a\nr2,2.5,7,0,south,b\nr3,3.50,2,0,north,c\n',
  'train.csv',
);
const columns = { id: 'identifier', note: 'ignored' } as const;

test('a fitted table is plain data: means, deviations, ranges, decimals, categories', (t) => {
  t.deepEqual(fitTable(training, { columns }), {
    form: 'table',
    examples: 3,
    columns: [
      {
        name: 'height',
        kind: 'real',
        standardize: 'standard',
        center: 2.5,
        scale: Math.sqrt(2 / 3),
        summary: { mean: 2.5, deviation: Math.sqrt(2 / 3), minimum: 1.5, maximum: 3.5 },
        decimals: 2,
      },
      {
        name: 'visits',
        kind: 'count',
        summary: { mean: 3, deviation: Math.sqrt(26 / 3), minimum: 0, maximum: 7 },
      },
      {
        name: 'smoker',
        kind: 'binary',
        summary: { mean: 1 / 3, deviation: Math.sqrt(2 / 9), minimum: 0, maximum: 1 },
      },
      { name: 'region', kind: 'categorical', categories: ['north', 'south'] },
    ],
    identifiers: ['id'],
    ignored: ['note'],
  });
});

test('applies to rows with their columns in another order, and keeps identifiers', (t) => {
  const fitted = fitTable(training, { columns });
  const rows = parseTable('region,smoker,height,id,visits\nsouth,1,3.5,x7,2\n', 'new.csv');
  const applied = applyTable(fitted, rows, 'new');
  t.deepEqual(values(applied), [Math.fround(1 / Math.sqrt(2 / 3)), 2, 1, 0, 1]);
  t.deepEqual(applied.identifiers, [{ name: 'id', values: ['x7'] }]);
  t.is(applied.fitted, fitted);
});

test('reads back from its file to the same bits, and inverts the rows', (t) => {
  const fitted = fitTable(training, { columns });
  const text = writeFitted(fitted);
  t.deepEqual(parseFitted(text, 'fitted.json'), fitted);
  t.regex(text, /"categories": \["north", "south"\]/);
  const applied = applyFitted(parseFitted(text, 'fitted.json'), { table: training }, 'train');
  t.deepEqual(invertTable(fitted, Float32Array.from(values(applied))), [
    ['1.5', '0', '1', 'north'],
    ['2.5', '7', '0', 'south'],
    ['3.5', '2', '0', 'north'],
  ]);
});

test('real columns are standardized by the option of the column, or else of the table', (t) => {
  const numbers = parseTable('a,b,c,d\n1,1.5,1.5,1.5\n2,2.5,2.5,2.5\n9,4.5,4.5,4.5\n', 'train.csv');
  const real = (standardize: 'robust' | 'unit' | 'none') => ({ kind: 'real', standardize }) as const;
  const declared = { b: real('unit'), c: real('none') };
  const { columns: fits } = fitTable(numbers, { standardize: 'robust', columns: { a: 'real', ...declared } });
  const centers = fits.map((fit) => fit.kind === 'real' && [fit.standardize, fit.center, fit.scale]);
  t.deepEqual(centers, [
    ['robust', 2, 4 / 1.3489795003921634],
    ['unit', 1.5, 3],
    ['none', 0, 1],
    ['robust', 2.5, 1.5 / 1.3489795003921634],
  ]);
});

test('declared categories have an element each, also categories without training rows', (t) => {
  const categories = ['south', 'north', 'east'];
  const declared = { ...columns, region: { kind: 'categorical', categories } } as const;
  const fitted = fitTable(training, { columns: declared });
  t.deepEqual(fitted.columns.at(-1), { name: 'region', kind: 'categorical', categories });
  const rows = parseTable('height,visits,smoker,region\n2.5,0,0,east\n', 'new.csv');
  t.deepEqual(values(applyTable(fitted, rows, 'new')).slice(-3), [0, 0, 1]);
});

const text = 'height,visits,smoker,region\n2.5,0,0,south\n';

const refused: Record<string, { rows: string; message: RegExp; hint: RegExp }> = {
  'a column that was renamed': {
    rows: text.replace('height', 'Height'),
    message: /^new\.csv has no column "height", which the training rows have\.$/,
    hint: /"Height".*order does not matter/,
  },
  'a category that is not known': {
    rows: text.replace('south', 'west'),
    message:
      /^new\.csv, row 1 \(line 2\), column "region" is "west", and one of "north", "south" was expected\.$/,
    hint: /columns: \{ region: \{ kind: categorical, categories: \[north, south, west\] \} \}/,
  },
};

for (const [what, { rows, message, hint }] of Object.entries(refused)) {
  test(`throws an error that names the file: ${what}`, (t) => {
    const fitted = fitTable(training, { columns });
    const error = t.throws(() => applyTable(fitted, parseTable(rows, 'new.csv'), 'new'), {
      instanceOf: HelmholtzError,
      message,
    });
    t.regex(error.hint!, hint);
  });
}

const wrongOptions: Record<string, { columns: Parameters<typeof fitTable>[1]; message: RegExp }> = {
  'categories that miss one of a row': {
    columns: { columns: { ...columns, region: { kind: 'categorical', categories: ['north', 'east'] } } },
    message: /row 2 \(line 3\), column "region" is "south", which is not one of the declared categories/,
  },
  'a category twice': {
    columns: { columns: { ...columns, region: { kind: 'categorical', categories: ['a', 'a'] } } },
    message: /The category "a" of "region" is declared twice/,
  },
  'categories of numbers': {
    columns: { columns: { ...columns, height: { kind: 'real', categories: ['a', 'b'] } } },
    message: /The column "height" is real, and has no categories/,
  },
};

for (const [what, { columns: options, message }] of Object.entries(wrongOptions)) {
  test(`throws an error for invalid options: ${what}`, (t) => {
    t.throws(() => fitTable(training, options), { instanceOf: HelmholtzError, message });
  });
}

test('rejects a file with other content', (t) => {
  const fitted = fitTable(training, { columns });
  for (const wrong of [
    '{',
    '{"form":"table"}',
    writeFitted(fitted).replace('"scale": 0.8', '"scale": "0.8'),
  ]) {
    t.throws(() => parseFitted(wrong, 'fitted.json'), {
      instanceOf: HelmholtzError,
      message: 'fitted.json does not contain values fitted to training data.',
    });
  }
});

test('weights of rows are a variable beside them, which new rows need not have', (t) => {
  const fitted = fitTable(parseTable('age,w\n40,2\n60,0\n', 'train.csv'), { weights: 'w' });
  t.deepEqual([fitted.columns.map(({ name }) => name), fitted.weights], [['age'], 'w']);
  const weights = new Float32Array(1);
  applyFitted(fitted, { table: parseTable('w,age\n0.5,70\n', 'new.csv') }, 'new').others?.['w']?.read(
    [0],
    weights,
    { next: Math.random },
  );
  t.deepEqual([...weights], [0.5]);
  t.is(applyFitted(fitted, { table: parseTable('age\n70\n', 'new.csv') }, 'new').others, undefined);
  for (const wrong of ['-1', '', 'much']) {
    const table = parseTable(`age,w\n70,${wrong}\n`, 'new.csv');
    t.throws(() => applyFitted(fitted, { table }, 'new'), {
      message: `new.csv, row 1 (line 2), column "w" is "${wrong}", and a weight from 0 on was expected.`,
    });
  }
  t.throws(() => fitTable(parseTable('age\n40\n', 'train.csv'), { weights: 'w' }), {
    message: 'train.csv has no column "w".',
  });
});

test('exposures and offsets are variables beside the rows, and their cells are checked', (t) => {
  const table = parseTable('visits,years,log\n3,0.5,-1\n4,2,0\n', 'train.csv');
  const fitted = fitTable(table, { columns: { years: 'exposure', log: 'offset' } });
  t.deepEqual(
    [fitted.columns.map(({ name }) => name), fitted.exposures, fitted.offsets],
    [['visits'], ['years'], ['log']],
  );
  t.deepEqual(parseFitted(writeFitted(fitted), 'fitted.json'), fitted);
  const { shape, others } = applyTable(fitted, table, 'csv/train');
  t.deepEqual(shape, [1]);
  t.deepEqual([...values(others!['years']!)], [0.5, 2]);
  t.deepEqual([...values(others!['log']!)], [-1, 0]);
  for (const cell of ['0', '-1', 'x', '']) {
    const rows = parseTable(`visits,years,log\n3,1,0\n4,${cell},0\n`, 'new.csv');
    const error = t.throws(() => applyTable(fitted, rows, 'new'), { instanceOf: HelmholtzError });
    t.regex(error.message, /^new\.csv, row 2 \(line 3\), column "years" is /);
  }
  const without = parseTable('visits,log\n3,0\n', 'new.csv');
  t.throws(() => applyTable(fitted, without, 'new'), { message: /has no column "years"/ });
});
