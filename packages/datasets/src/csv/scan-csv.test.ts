import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { parseCsv } from './parse-csv.js';
import { CsvRows } from './scan-csv.js';

/** A multiplicative generator (Park and Miller 1988). */
let state = 3;
const random = {
  next(): number {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  },
};
const choice = <Value>(values: readonly Value[]): Value => values[Math.floor(random.next() * values.length)]!;
const cell = (): string =>
  choice(['', '1.5', 'ward', '"a,b"', '"two\nlines"', '"say ""no"""', '""', '"three\r\n\r\nlines"', ' x ']);

/** Text cut behind some of its line ends, those within quotes included. */
function cut(text: string): string[] {
  const lines = text.split(/(?<=\n)/);
  const pieces: string[] = [];
  for (const line of lines) {
    if (pieces.length > 0 && random.next() < 0.5) pieces[pieces.length - 1] += line;
    else pieces.push(line);
  }
  return pieces;
}

test('rows in pieces are the rows of the whole text', (t) => {
  for (let round = 0; round < 200; round++) {
    const width = 1 + Math.floor(random.next() * 11);
    const end = choice(['\n', '\r\n']);
    const lines = Array.from({ length: 1 + Math.floor(random.next() * 9) }, () =>
      Array.from({ length: width }, cell).join(','),
    );
    const text = `${choice(['', '\uFEFF'])}${lines.join(end)}${choice(['', end, end + end])}`;
    const expected = parseCsv(text, 'table.csv');
    const rows = new CsvRows('table.csv', ',');
    const pieces = cut(text);
    const rest = pieces.reduce(
      (left, piece, index) => rows.add(left + piece, index + 1 === pieces.length),
      '',
    );
    t.is(rest, '');
    t.deepEqual(
      Array.from({ length: rows.length }, (_, row) => [
        rows.lineOf(row),
        rows.countOf(row),
        rows.cellsOf(row),
      ]),
      expected.map(({ line, cells }) => [line, cells.length, cells]),
      JSON.stringify(text),
    );
    const same = expected.every(({ cells }) => cells.length === width);
    for (let column = 0; same && column < width; column++) {
      t.deepEqual(
        [...rows.column(column, 0, rows.length)],
        expected.map(({ cells }) => cells[column]!),
      );
    }
    t.is(rows.text(), text);
  }
});

test('throws an error with the line of a quote that does not fit, also in a later piece', (t) => {
  for (const [text, line] of [
    ['a,b\n1,"2\n', 2],
    ['a,b\n1,2\n3,x"y\n', 3],
    ['a,b\n"1\n2",3\n4,"5" 6\n', 4],
  ] as const) {
    const rows = new CsvRows('table.csv', ',');
    const lines = text.split(/(?<=\n)/);
    const error = t.throws(
      () => void lines.reduce((rest, piece, index) => rows.add(rest + piece, index + 1 === lines.length), ''),
      { instanceOf: HelmholtzError },
    );
    t.is(error.message, `table.csv, line ${line}: there is a quote that does not fit.`);
  }
});
