import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { parseTable } from '../csv/table.js';
import { applyTable, invertTable } from './apply-table.js';
import { fitTable } from './fit-table.js';
import { parseFitted, writeFitted } from './fitted-file.js';

const table = parseTable('answer,level,n\n1,low,0.5\n5,high,1.5\n2.0,middle,2.5\n,low,3.5\n', 'train.csv');
const columns = {
  answer: { likelihood: 'ordinal' },
  level: { kind: 'ordinal', categories: ['low', 'middle', 'high'] },
} as const;

test('grades are numbered in their order, and written back; also grades that no row has', (t) => {
  const fitted = fitTable(table, { columns });
  t.like(fitted.columns[0], { kind: 'ordinal', categories: ['1', '2', '3', '4', '5'], missing: 1 });
  const dataset = applyTable(fitted, table, 'train');
  t.deepEqual(
    dataset.columns?.map(({ levels }) => levels),
    [5, 3, undefined],
  );
  const values = new Float32Array(12);
  dataset.read([0, 1, 2, 3], values, { next: () => 0 });
  const [answers, levels] = [0, 1].map((column) => values.filter((_, at) => at % 3 === column));
  t.deepEqual(answers, Float32Array.of(0, 4, 1, NaN));
  t.deepEqual(levels, Float32Array.of(0, 2, 1, 0));
  t.deepEqual(
    invertTable(fitted, values).map(([answer, level]) => [answer, level]),
    [
      ['1', 'low'],
      ['5', 'high'],
      ['2', 'middle'],
      ['', 'low'],
    ],
  );
  t.deepEqual(invertTable(fitted, Float32Array.of(2.4, 7, 0))[0]!.slice(0, 2), ['3', 'high']);
  t.deepEqual(parseFitted(writeFitted(fitted), 'fitted.json'), fitted);
});

test('a declared number of levels begins at 0, or at 1', (t) => {
  const categoriesOf = (cells: string, levels: number): unknown => {
    const likelihood = { name: 'ordinal', levels };
    const [column] = fitTable(parseTable(`x\n${cells}\n`, 'train.csv'), {
      columns: { x: { likelihood } },
    }).columns;
    return column?.kind === 'ordinal' && column.categories;
  };
  t.deepEqual(categoriesOf('0\n2', 4), ['0', '1', '2', '3']);
  t.deepEqual(categoriesOf('1\n4', 4), ['1', '2', '3', '4']);
});

test('throws an error for a grade without an order, an unknown grade, and too many grades', (t) => {
  const refused = (work: () => unknown, message: RegExp, hint: RegExp): void => {
    const error = t.throws(work, { instanceOf: HelmholtzError, message });
    t.regex(error.hint!, hint);
  };
  refused(
    () => fitTable(table, { columns: { level: 'ordinal' } }),
    /column "level" is "low", and a grade as a whole number was expected/,
    /categories: \[low, middle, high\]/,
  );
  refused(
    () => applyTable(fitTable(table, { columns }), parseTable('answer,level,n\n6,low,1\n', 'new.csv'), 'new'),
    /^new\.csv, row 1 .* is "6", and one of the grades "1", "2", "3", "4", "5" was expected\.$/,
    /declare all grades/,
  );
  refused(
    () => fitTable(parseTable('x\n1\n2000\n', 'train.csv'), { columns: { x: 'ordinal' } }),
    /^The column "x" has grades from 1 to 2000\.$/,
    /x: count/,
  );
});
