import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { parseCsv } from './parse-csv.js';

const rows = (text: string): (string | number)[][] =>
  parseCsv(text, 'table.csv').map(({ line, cells }) => [line, ...cells]);

test('splits cells at commas and rows at line ends of any kind', (t) => {
  const expected = [
    [1, 'a', 'b'],
    [2, '1', ''],
    [3, '', ' x '],
  ];
  for (const end of ['\n', '\r\n', '\r']) {
    const text = ['a,b', '1,', ', x '].join(end);
    t.deepEqual(rows(text), expected);
    t.deepEqual(rows(`\uFEFF${text}${end}`), expected);
  }
});

test('reads commas, line ends and quotes inside quotes, and counts their lines', (t) => {
  t.deepEqual(rows('"a,b","say ""no"""\n"two\nlines",""\nlast,1\n'), [
    [1, 'a,b', 'say "no"'],
    [2, 'two\nlines', ''],
    [4, 'last', '1'],
  ]);
});

test('skips empty lines and reads an empty cell in quotes as a row', (t) => {
  t.deepEqual(rows('a\n\n1\n\n""\n'), [
    [1, 'a'],
    [3, '1'],
    [5, ''],
  ]);
  t.deepEqual(rows(''), []);
});

test('reads a long cell', (t) => {
  const long = 'x""'.repeat(1_000_000);
  t.is(parseCsv(`"${long}"`, 'table.csv')[0]!.cells[0]!.length, 2_000_000);
});

for (const text of ['a\n1"2"', 'a\n"1"2', 'a\n"1']) {
  test(`rejects a quote without its pair and names the line: ${JSON.stringify(text)}`, (t) => {
    const error = t.throws(() => parseCsv(text, 'table.csv'), { instanceOf: HelmholtzError });
    t.is(error.kind, 'data');
    t.is(error.message, 'table.csv, line 2: there is a quote that does not fit.');
  });
}
