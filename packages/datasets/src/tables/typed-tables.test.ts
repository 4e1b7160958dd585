/** Parquet and Arrow files that pyarrow wrote, against their cells: tools/reference/typed_tables.py. */
import { readdirSync, readFileSync } from 'node:fs';

import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';

import { parseTable, type Table } from '../csv/table.js';
import { encodeCsv } from '../csv/encode-csv.js';
import type { DatasetPair } from '../dataset.js';
import { applyTable } from '../fitted/apply-table.js';
import { fitTable } from '../fitted/fit-table.js';
import { loadDataset } from '../load-dataset.js';
import { lookAtPath } from '../look/look-at-path.js';
import { values } from '../testing/read-all.js';
import { tableReader } from './read-table-file.js';

const folder = new URL('../../fixtures/tables/', import.meta.url);
const bytesOf = (name: string): Buffer => readFileSync(new URL(name, folder));
const cells = JSON.parse(bytesOf('cells.json').toString()) as Record<string, string[]>;

function read(name: string, bytes: Uint8Array = bytesOf(name)): Promise<Table> {
  return tableReader(name)!(name, { name, files: memoryFiles({ [name]: bytes }) });
}

const whole = readdirSync(folder).filter((name) => !name.startsWith('nested') && !name.endsWith('.json'));

for (const name of whole) {
  test(`${name} has the cells that pyarrow wrote`, async (t) => {
    const table = await read(name);
    t.is(table.size, 4);
    // Version 1 has microseconds at most, and writes a time without its zone as the same text.
    t.deepEqual(table.columns, Object.keys(cells));
    for (const [column, expected] of Object.entries(cells))
      t.deepEqual(table.texts(column), expected, column);
    t.is(table.cells('day')[1]?.place, `${name}, row 2, column "day"`);
  });
}

test('a typed table is fitted as the CSV file of the same cells, but for digits in text', async (t) => {
  const rows = cells['whole']!.map((_, row) => Object.values(cells).map((column) => column[row]!));
  const csv = parseTable(encodeCsv([Object.keys(cells), ...rows]), 'a.csv');
  const typed = await read('snappy.parquet');
  const columns = { whole: 'ignored' } as const;
  t.deepEqual(fitTable(typed, { columns }), fitTable(csv, { columns }));
  t.deepEqual(
    [...values(applyTable(fitTable(typed, { columns }), typed, 'a'))],
    [...values(applyTable(fitTable(csv, { columns }), csv, 'a'))],
  );
  t.is(typed.source.text, csv.source.text, 'what impute completes');
});

test('text of digits is categorical in a typed table, and a number in CSV', (t) => {
  const csv = parseTable('code\n01\n02\n', 'a.csv');
  t.is(fitTable(csv).columns[0]?.kind, 'count');
  t.is(fitTable({ ...csv, textColumns: new Set(['code']) }).columns[0]?.kind, 'categorical');
});

for (const name of ['nested.parquet', 'nested.feather']) {
  test(`throws an error that names columns of lists and records, unless they are ignored: ${name}`, async (t) => {
    const table = await read(name);
    const error = t.throws(() => fitTable(table), { instanceOf: HelmholtzError });
    t.regex(error.message, /^The column "list" of nested\.\w+ has the type LIST/i);
    const columns = { list: 'ignored', record: 'ignored' } as const;
    t.is(fitTable(table, { columns }).columns.length, 1);
    t.deepEqual(table.texts('record'), ['{"a":"1"}', '{"a":"2"}']);
  });
}

test('the data set "table" reads one file of each part, in any format', async (t) => {
  const csv = 'x\n1.5\n2.5\n';
  const load = (contents: Record<string, string | Uint8Array>): Promise<DatasetPair> =>
    loadDataset('table', {
      dataDir: '/data',
      files: memoryFiles(contents),
      columns: { list: 'ignored', record: 'ignored' },
    });
  const nested = bytesOf('nested.parquet');
  const { train, test: testSet } = await load({ '/data/train.parquet': nested, '/data/test.csv': csv });
  t.deepEqual([...values(train)], [-1, 1]);
  t.deepEqual([...values(testSet)], [-1, 1]);
  await t.throwsAsync(load({ '/data/train.parquet': nested, '/data/train.csv': csv }), {
    message: '/data has train.parquet and train.csv.',
  });
  await t.throwsAsync(load({ '/data/notes.txt': nested }), {
    message: 'There is no train.parquet in /data.',
  });
  const look = await lookAtPath('/data', { files: memoryFiles({ '/data/train.parquet': nested }) });
  t.deepEqual(
    look.columns.map(({ name, kind }) => [name, kind]),
    [
      ['x', 'real'],
      ['list', 'categorical'],
      ['record', 'categorical'],
    ],
  );
});

const parquet = bytesOf('snappy.parquet');
const feather = bytesOf('lz4.feather');
const stream = bytesOf('stream.arrow');

/** Broken files: name, bytes, message. */
const broken: readonly (readonly [string, Uint8Array, RegExp])[] = [
  ['a.parquet', new Uint8Array(0), /^a\.parquet is empty: it has 0 bytes\.$/],
  ['a.parquet', parquet.subarray(0, 2000), /^a\.parquet is cut short: it does not end with PAR1\.$/],
  ['a.parquet', parquet.subarray(0, 4), /^a\.parquet is cut short/],
  ['a.parquet', Buffer.from('age,ward\n1,a\n'), /^a\.parquet is not a Parquet file: it does not start/],
  ['a.parquet', Buffer.from('PARE....PARE'), /^a\.parquet is an encrypted Parquet file\.$/],
  ['a.parquet', Buffer.concat([Buffer.from('PAR1'), parquet.subarray(-60)]), /^a\.parquet can't be read as/],
  ['a.parquet', withZeros(parquet, 4, 3000), /^a\.parquet can't be read as a Parquet file: /],
  ['a.feather', new Uint8Array(0), /^a\.feather is empty: it has 0 bytes\.$/],
  ['a.feather', feather.subarray(0, 3000), /^a\.feather is cut short: it does not end with ARROW1\.$/],
  ['a.feather', Buffer.from('FEA1....FEA1'), /^a\.feather is a Feather file of version 1\.$/],
  ['a.feather', parquet, /^a\.feather is not an Arrow file: it does not start with ARROW1\.$/],
  ['a.arrow', stream.subarray(0, -8), /^a\.arrow is cut short: the mark of its end is missing\.$/],
  ['a.arrow', Buffer.from('hello, world'), /^a\.arrow is not an Arrow file/],
];

function withZeros(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return Uint8Array.from(bytes, (byte, at) => (at >= from && at < to ? 0 : byte));
}

test('throws an error of one line that names a broken file', async (t) => {
  for (const [name, bytes, message] of broken) {
    const error = await t.throwsAsync(
      read(name, bytes),
      { instanceOf: HelmholtzError, message },
      `${message}`,
    );
    t.truthy(error.hint);
    t.false(error.message.includes('\n'));
  }
});

test('damage inside an Arrow buffer is reported when its column is read', async (t) => {
  const table = await read('a.feather', withZeros(feather, 2000, 2600)).catch((error: unknown) => error);
  if (table instanceof HelmholtzError) return t.regex(table.message, /^a\.feather can't be read/);
  const all = table as Table;
  t.throws(() => all.columns.map((column) => all.texts(column)), { instanceOf: HelmholtzError });
});
