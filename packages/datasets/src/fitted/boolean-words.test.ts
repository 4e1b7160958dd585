/** Columns of true and false, yes and no. */
import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { parseTable } from '../csv/table.js';
import { values } from '../testing/read-all.js';
import { applyTable, invertTable } from './apply-table.js';
import { fitTable } from './fit-table.js';
import { parseFitted, writeFitted } from './fitted-file.js';

const table = (...column: string[]) =>
  parseTable(`n,x\n${column.map((cell, row) => `${row}.5,${cell}\n`).join('')}`, 'train.csv');

const columns: Record<string, { cells: string[]; elements: number[]; words: string[] }> = {
  'true and false': { cells: ['true', 'false', 'true'], elements: [1, 0, 1], words: ['false', 'true'] },
  'YES and NO': { cells: ['NO', 'YES', 'NO'], elements: [0, 1, 0], words: ['NO', 'YES'] },
  'True alone': { cells: ['True', 'True', 'True'], elements: [1, 1, 1], words: ['False', 'True'] },
};

for (const [what, { cells, elements, words }] of Object.entries(columns)) {
  test(`${what} are binary, and written back as they were`, (t) => {
    // A column of one word is modelled only if its kind is declared.
    const fitted = fitTable(table(...cells), { columns: { x: 'binary' } });
    const column = fitted.columns[1]!;
    t.is(column.kind, 'binary');
    t.deepEqual(column.kind === 'binary' && column.words, words as [string, string]);
    const kept = parseFitted(writeFitted(fitted), 'fitted.json');
    t.deepEqual(kept, fitted);
    const applied = values(applyTable(fitted, table(...cells), 'train'));
    t.deepEqual(
      applied.filter((_, at) => at % 2 === 1),
      elements,
    );
    t.deepEqual(
      invertTable(fitted, Float32Array.from(applied)).map(([, cell]) => cell),
      cells,
    );
  });
}

test('reads other letter cases, 0 and 1, rejects other words, and counts missing values', (t) => {
  const fitted = fitTable(table('yes', 'no', 'no'));
  const applied = values(applyTable(fitted, table('Yes', '0', 'NO'), 'new'));
  t.deepEqual(
    applied.filter((_, at) => at % 2 === 1),
    [1, 0, 0],
  );
  t.throws(() => applyTable(fitted, table('maybe'), 'new'), {
    instanceOf: HelmholtzError,
    message: 'train.csv, row 1 (line 2), column "x" is "maybe", and "no" or "yes" was expected.',
  });
  const holes = table('yes', 'NA', 'no');
  t.is(fitTable(holes).columns[1]?.missing, 1);
  t.deepEqual(
    values(applyTable(fitTable(holes), holes, 'new')).filter((_, at) => at % 2 === 1),
    [1, NaN, 0],
  );
});

test('the mean of a column of words is a number, not a word', (t) => {
  const fitted = fitTable(table('yes', 'no', 'no'));
  t.deepEqual(invertTable(fitted, Float32Array.of(0, 0.25))[0]?.[1], '0.25');
});

test('declared categorical, they are categories', (t) => {
  const fitted = fitTable(table('yes', 'no', 'no'), { columns: { x: 'categorical' } });
  t.deepEqual(fitted.columns[1], { name: 'x', kind: 'categorical', categories: ['no', 'yes'] });
});
