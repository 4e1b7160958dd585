/** Columns of dates and times. */
import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { parseTable } from '../csv/table.js';
import { values } from '../testing/read-all.js';
import { applyTable, invertTable } from './apply-table.js';
import { dateFormat, isoDateIn } from './date-format.js';
import { fitTable } from './fit-table.js';
import { parseFitted, writeFitted } from './fitted-file.js';

const table = (...column: string[]) =>
  parseTable(`n;x\n${column.map((cell, row) => `${row},5;${cell}\n`).join('')}`, 'train.csv');

test('dates are days since 1970, times seconds', (t) => {
  const day = dateFormat('DD.MM.YYYY');
  t.is(day.parse('01.01.1970'), 0);
  t.is(day.parse('29.2.2024'), 19_782);
  t.is(day.parse('30.02.2024'), undefined);
  t.is(day.parse('01.13.2024'), undefined);
  t.is(day.write(19_782.4), '29.02.2024');
  const second = dateFormat('YYYY-MM-DDThh:mm:ssZ');
  t.is(second.parse('1970-01-02T00:00:01Z'), 86_401);
  t.is(second.write(-1), '1969-12-31T23:59:59Z');
});

test('an ISO date is read in other ISO patterns than its column has', (t) => {
  const times = 'YYYY-MM-DDThh:mm:ss';
  t.is(isoDateIn('1970-01-02', times), 86_400);
  t.is(isoDateIn('1970-01-01 00:01', times), 60);
  t.is(isoDateIn('1970-01-03T00:00:00', 'YYYY-MM-DD'), 2);
  t.is(isoDateIn('1970-01-03T00:00:01', 'YYYY-MM-DD'), undefined, 'a column of days has no times');
  t.is(isoDateIn('03.01.1970', 'YYYY-MM-DD'), undefined);
  t.is(isoDateIn('1970-01-03', 'DD.MM.YYYY'), undefined);
});

const columns: Record<string, { cells: string[]; date?: string; mean: number }> = {
  'ISO dates': { cells: ['2024-02-28', '2024-03-01'], mean: 19_782 },
  'ISO dates with times': { cells: ['1970-01-01 00:10', '1970-01-01 00:20'], mean: 900 },
  'dates of a declared pattern': { cells: ['28.02.2024', '01.03.2024'], date: 'DD.MM.YYYY', mean: 19_782 },
  'month first': { cells: ['02/28/2024', '03/01/2024'], date: 'MM/DD/YYYY', mean: 19_782 },
};

for (const [what, { cells, date, mean }] of Object.entries(columns)) {
  test(`${what} are standardized numbers, and written back in their form`, (t) => {
    const fitted = fitTable(table(...cells), {
      columns: date === undefined ? {} : { x: { kind: 'real', date } },
    });
    const column = fitted.columns[1]!;
    t.is(column.kind === 'real' && column.center, mean);
    t.deepEqual(parseFitted(writeFitted(fitted), 'fitted.json'), fitted);
    const applied = values(applyTable(fitted, table(...cells), 'train'));
    t.deepEqual(
      applied.filter((_, at) => at % 2 === 1),
      [-1, 1],
    );
    t.deepEqual(
      invertTable(fitted, Float32Array.from(applied)).map(([, cell]) => cell),
      cells,
    );
  });
}

const refused: Record<string, { cells: string[]; message: RegExp; hint: RegExp }> = {
  'no date among dates': {
    cells: ['2024-01-01', '2024-01-02', '2024-02-30'],
    message: /row 3 \(line 4\), column "x" is "2024-02-30", and a date as YYYY-MM-DD was expected\.$/,
    hint: /Correct the cell/,
  },
  'dates whose pattern is not declared': {
    cells: ['01.02.2024', '02.03.2024'],
    message:
      /row 1 \(line 2\), column "x" is "01\.02\.2024", which looks like a date with an unknown pattern\.$/,
    hint: /date: DD\.MM\.YYYY/,
  },
};

for (const [what, { cells, message, hint }] of Object.entries(refused)) {
  test(`throws an error with the row and the column: ${what}`, (t) => {
    const error = t.throws(() => fitTable(table(...cells)), { instanceOf: HelmholtzError, message });
    t.regex(error.hint!, hint);
  });
}

test('a date is an option of real columns alone', (t) => {
  const options = { columns: { x: { kind: 'categorical', date: 'YYYY' } } } as const;
  t.throws(() => fitTable(table('2024', '2025'), options), { message: /is categorical, and has no date/ });
});
