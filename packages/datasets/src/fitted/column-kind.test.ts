/** The kind of a column, read off its cells. */
import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { parseTable } from '../csv/table.js';
import { inferKind } from './column-kind.js';
import { fitTable } from './fit-table.js';

const table = (column: readonly string[]) =>
  parseTable(`id,x\n${column.map((cell, row) => `${row},${cell}\n`).join('')}`, 'train.csv');
const kindOf = (...column: string[]) => inferKind(table(column).cells('x'));

test('numbers make a real, count or binary column, texts a categorical one', (t) => {
  t.is(kindOf('1.5', '2', '-1'), 'real');
  t.is(kindOf('3', '0', '12'), 'count');
  t.is(kindOf('1', '0'), 'binary');
  t.is(kindOf('a', 'b'), 'categorical');
  t.is(kindOf('A1', 'B2', '3'), 'categorical');
});

for (const missing of ['NaN', 'NA', 'n/a', 'null', '?', '']) {
  test(`a cell of numbers that is ${JSON.stringify(missing)} is missing, not a category`, (t) => {
    t.is(kindOf('1.5', missing, '2.5'), 'real');
    const [, x] = fitTable(table(['1.5', missing, '2.5'])).columns;
    t.like(x, { kind: 'real', center: 2, missing: 1 });
  });
}

test('rejects a text among numbers and names its row and column', (t) => {
  const error = t.throws(() => fitTable(table(['1.5', '2', 'high', '3', 'low'])), {
    instanceOf: HelmholtzError,
    message:
      'train.csv, row 3 (line 4), column "x" is "high", and 3 of the 5 cells of its column are numbers.',
  });
  t.regex(error.hint!, /columns: \{ x: categorical \}/);
  const declared = fitTable(table(['1', '2', '3a']), { columns: { x: 'categorical' } });
  t.deepEqual(declared.columns.at(-1), { name: 'x', kind: 'categorical', categories: ['1', '2', '3a'] });
});
