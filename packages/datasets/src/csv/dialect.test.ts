/** Tables in the dialects that programs and spreadsheets write. */
import { HelmholtzError } from '@helmholtz/base';
import test from 'ava';

import { applyFitted } from '../fitted/apply-fitted.js';
import { dialectOf } from '../fitted/dialect-of.js';
import { fitTable } from '../fitted/fit-table.js';
import { parseFitted, writeFitted } from '../fitted/fitted-file.js';
import { values } from '../testing/read-all.js';
import { type CsvDialect, type DeclaredDialect, describeDialect } from './dialect.js';
import { encodeCsv } from './encode-csv.js';
import { parseTable, type Table } from './table.js';

const columnsOf = (table: Table) =>
  Object.fromEntries(table.columns.map((name) => [name, table.cells(name).map(({ text }) => text)]));

const rows = [
  ['mass', 'site', 'note; with, all | of\tthem'],
  ['1.5', 'north', 'a "b"\nc'],
  ['-20.25', 'south, west', ';|\t,'],
  ['1000', 'x|y;z', 'plain'],
];
const expected = Object.fromEntries(rows[0]!.map((name, at) => [name, rows.slice(1).map((row) => row[at])]));

for (const separator of [',', ';', '\t', '|']) {
  for (const decimal of separator === ',' ? (['.'] as const) : (['.', ','] as const)) {
    for (const [end, mark] of [
      ['\n', ''],
      ['\r\n', '\uFEFF'],
    ] as const) {
      const dialect: CsvDialect = { separator, decimal };
      test(`detected: ${JSON.stringify({ ...dialect, end, mark })}`, (t) => {
        const table = parseTable(mark + encodeCsv(rows, dialect).replaceAll('\n', end), 'new.csv');
        t.deepEqual(table.dialect, dialect);
        const lines = columnsOf(table);
        t.deepEqual(JSON.parse(JSON.stringify(lines).replaceAll('\\r\\n', '\\n')), expected);
      });
    }
  }
}

const notations: Record<string, { text: string; dialect: CsvDialect; x: string[] }> = {
  'a decimal comma and points between thousands': {
    text: 'id;x\na;1.234,5\nb;-2.000.000\nc;7\n',
    dialect: { separator: ';', decimal: ',', thousands: '.' },
    x: ['1234.5', '-2000000', '7'],
  },
  'commas between thousands, in quotes': {
    text: 'id,x\na,"1,234.5"\nb,"12,000"\n',
    dialect: { separator: ',', decimal: '.', thousands: ',' },
    x: ['1234.5', '12000'],
  },
  'commas between thousands of whole numbers': {
    text: 'id\tx\na\t1,234,567\nb\t12\n',
    dialect: { separator: '\t', decimal: '.', thousands: ',' },
    x: ['1234567', '12'],
  },
  'blanks between thousands, some of them unbreakable': {
    text: 'id;x\na;1 234,5\nb;12\u00a0000,25\nc;3\u202f000\n',
    dialect: { separator: ';', decimal: ',', thousands: ' ' },
    x: ['1234.5', '12000.25', '3000'],
  },
  'apostrophes between thousands': {
    text: "id;x\na;1'234.5\nb;2'000\n",
    dialect: { separator: ';', decimal: '.', thousands: "'" },
    x: ['1234.5', '2000'],
  },
  'a missing value among them, and an exponent': {
    text: 'id;x\na;1,5e3\nb;NA\nc;,5\n',
    dialect: { separator: ';', decimal: ',' },
    x: ['1.5e3', 'NA', '.5'],
  },
  'three decimals, and one number that tells': {
    text: 'id;x\na;1,234\nb;0,5\n',
    dialect: { separator: ';', decimal: ',' },
    x: ['1.234', '0.5'],
  },
  'a line that names the separator': {
    text: 'sep=|\r\nid|x\r\na;b|1.5\r\n',
    dialect: { separator: '|', decimal: '.' },
    x: ['1.5'],
  },
  'a header with commas': {
    text: 'x;length, cm\n1,5;2,5\n3,5;4,5\n',
    dialect: { separator: ';', decimal: ',' },
    x: ['1.5', '3.5'],
  },
  'blank lines and rows of blank cells at the end': {
    text: 'id;x\na;1.5\n\n;\n ; \n',
    dialect: { separator: ';', decimal: '.' },
    x: ['1.5'],
  },
};

for (const [what, { text, dialect, x }] of Object.entries(notations)) {
  test(what, (t) => {
    const table = parseTable(text, 'new.csv');
    t.deepEqual(table.dialect, dialect);
    t.deepEqual(columnsOf(table)['x'], x);
  });
}

test('keeps texts of digits and points: dates, versions, addresses, names of rows', (t) => {
  const text = 'date;version;id;x\n24.12.2024;1.2.3;1.234.567;1,5\n01.02.2025;1.10.0;2.345.678;2.000,5\n';
  const table = parseTable(text, 'new.csv');
  const { date, version, x } = columnsOf(table);
  t.deepEqual(date, ['24.12.2024', '01.02.2025']);
  t.deepEqual(version, ['1.2.3', '1.10.0']);
  t.deepEqual(x, ['1.5', '2000.5']);
  t.deepEqual(table.texts('id'), ['1.234.567', '2.345.678']);
});

test('rejects ambiguous numbers unless their notation is declared', (t) => {
  const error = t.throws(() => parseTable('id;x\na;1,234\nb;12,500\n', 'new.csv'), {
    instanceOf: HelmholtzError,
    message: 'new.csv, row 1, column "x": "1,234" may mean 1.234 or 1234.',
  });
  t.regex(error.hint!, /decimal: ','/);
  const read = (text: string, declared: DeclaredDialect) =>
    columnsOf(parseTable(text, 'new.csv', declared))['x'];
  t.deepEqual(read('id;x\na;1,234\n', { decimal: ',' }), ['1.234']);
  t.deepEqual(read('id;x\na;1,234\n', { decimal: '.' }), ['1234']);
  t.throws(() => parseTable('id;x\na;1.234\n', 'new.csv'), { message: /"1\.234" may mean 1\.234 or 1234/ });
  t.deepEqual(read('id;x\na;1.234\n', { decimal: '.' }), ['1.234']);
  t.deepEqual(read('id;x\na;1.234\n', { thousands: '.' }), ['1234']);
  t.deepEqual(read('id,x\na,1.234\n', {}), ['1.234'], 'between commas, points are decimal');
  t.deepEqual(read('id,x\na,"1,5"\n', { decimal: ',' }), ['1.5']);
  t.deepEqual(read('id:x\na:1_000\n', { separator: ':', thousands: '_' }), ['1000']);
});

test('rejects the same character for decimals and thousands', (t) => {
  t.throws(() => parseTable('x;y\n1,5;2\n', 'new.csv', { decimal: ',', thousands: ',' }), {
    message: 'Decimals and thousands are both declared with ",".',
  });
});

test('rejects a number in another notation than the others and names its row', (t) => {
  const table = parseTable('id;x\na;1,5\nb;2,5\nc;3.5\n', 'new.csv');
  t.throws(() => table.cells('x'), {
    instanceOf: HelmholtzError,
    message: 'new.csv, row 3 (line 4), column "x" is "3.5", and the other numbers have a decimal comma.',
  });
  t.throws(() => parseTable('x;y\n1,5;2.5\n1,5;3.5\n', 'new.csv'), {
    message: 'new.csv: numbers of the column "y" have a decimal point, but those of earlier columns do not.',
  });
});

test('reports a dialect in one line, and the default dialect not at all', (t) => {
  t.is(describeDialect({ separator: ',', decimal: '.' }), undefined);
  t.is(describeDialect({ separator: ';', decimal: ',' }), 'cells between semicolons, a decimal comma');
  t.is(
    describeDialect({ separator: '\t', decimal: '.', thousands: ',' }),
    'cells between tabs, a decimal point, commas between thousands',
  );
});

test('a fitted table keeps the dialect, and reads new rows of any other', (t) => {
  const german = parseTable('mass;site\n1,5;a\n2,5;b\n4,5;a\n', 'train.csv');
  const fitted = fitTable(german);
  t.deepEqual(fitted.dialect, { separator: ';', decimal: ',' });
  t.deepEqual(parseFitted(writeFitted(fitted), 'fitted.json'), fitted);
  t.is(fitTable(parseTable('mass,site\n1.5,a\n2.5,b\n', 'train.csv')).dialect, undefined);
  const plain = applyFitted(fitted, { table: parseTable('site,mass\nb,2.5\n', 'new.csv') }, 'new');
  const same = applyFitted(fitted, { table: parseTable('site;mass\nb;2,5\n', 'new.csv') }, 'new');
  t.deepEqual(values(plain), values(same));
  t.deepEqual(dialectOf(plain), fitted.dialect);
});

test('reads an ambiguous number in the notation of the training file', (t) => {
  const numbers = (likely: CsvDialect) =>
    parseTable('site;mass\nb;1,234\n', 'new.csv', { likely }).cells('mass')[0]?.text;
  t.is(numbers({ separator: ';', decimal: ',' }), '1.234');
  t.is(numbers({ separator: ',', decimal: '.', thousands: ',' }), '1234');
});
