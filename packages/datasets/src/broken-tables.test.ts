/** Tables that can't be used: each gives one line that names file, row and column, and a hint. */
import { readFileSync } from 'node:fs';

import test from 'ava';

import { type BrokenFile, loadBroken, loadBrokenExamples, type Setting } from './testing/broken-files.js';

const rows = Array.from({ length: 10 }, (_, row) => `${row + 0.5},${'ab'[row % 2]!}`);
const csv = `age,ward\n${rows.join('\n')}\n`;
const setting: Setting = { source: 'csv', whole: { 'train.csv': csv, 'test.csv': csv } };

/** The table with another row 3, which is line 4. */
const withRow = (row: string): string => csv.replace('2.5,a', row);
const utf16 = Buffer.from(`\uFEFF${csv}`, 'utf16le');
const big = Buffer.from(utf16).swap16();
const packed = Buffer.from('PK\u0003\u0004\0\0\0\0');

const file = 'train.csv';
const texts: readonly BrokenFile[] = [
  {
    what: 'a row with fewer cells',
    file,
    bytes: withRow('2.5'),
    says: /row 3 \(line 4\) has 1 cell/,
  },
  {
    what: 'a row with more cells',
    file,
    bytes: withRow('2.5,a,7'),
    says: /row 3 \(line 4\) has 3 cells/,
  },
  {
    what: 'a decimal comma between commas',
    file,
    bytes: withRow('2,5,a'),
    says: /row 3 \(line 4\) has 3 cells/,
  },
  {
    what: 'names of rows without a name',
    file,
    bytes: csv.replace(/\n(?=\d)/g, '\nr,'),
    says: /row 1 \(line 2\)/,
    hint: /name the first/,
  },
  {
    what: 'two header lines',
    file,
    bytes: csv.replace('\n', '\nyears,name\n'),
    says: /row 1 \(line 2\), column "age" is "years"/,
    hint: /second header/,
  },
  {
    what: 'the header again',
    file,
    bytes: withRow('age,ward'),
    says: /row 3 \(line 4\), column "age"/,
    hint: /Correct/,
  },
  {
    what: 'text among numbers',
    file,
    bytes: withRow('old,a'),
    says: /row 3 \(line 4\), column "age" is "old"/,
    hint: /Correct/,
  },
  {
    what: 'two notations of decimals',
    file,
    bytes: csv.replaceAll(',', ';').replace('2.5', '2,5'),
    says: /row 3/,
  },
  {
    what: 'a number with its unit',
    file,
    bytes: withRow('2.5 kg,a'),
    says: /row 3 \(line 4\), column "age"/,
  },
  {
    what: 'two dots in a number',
    file,
    bytes: withRow('2.5.1,a'),
    says: /row 3 \(line 4\), column "age"/,
  },
  {
    what: 'an infinite number',
    file,
    bytes: withRow('inf,a'),
    says: /row 3 \(line 4\), column "age"/,
  },
  {
    what: 'a number that overflows',
    file,
    bytes: withRow('1e999,a'),
    says: /row 3 \(line 4\), column "age"/,
  },
  { what: 'a zero byte', file, bytes: withRow('2.\x005,a'), says: /zero byte/ },
  {
    what: 'a block of zero bytes at its end',
    file,
    bytes: csv + '\0'.repeat(4096),
    says: /zero byte/,
  },
  { what: 'a quote that is not closed', file, bytes: withRow('2.5,"a'), says: /line 4/, hint: /quote/ },
  { what: 'text behind a quote', file, bytes: withRow('2.5,"a"b'), says: /line 4/, hint: /quote/ },
  {
    what: 'a second file behind the first, with its mark of byte order',
    file,
    bytes: withRow('\uFEFFage,ward'),
    says: /row 3 \(line 4\)/,
  },
  { what: 'UTF-16, little-endian', file, bytes: utf16, says: /UTF-16/, hint: /UTF-8/ },
  { what: 'UTF-16, big-endian', file, bytes: big, says: /UTF-16/, hint: /UTF-8/ },
  { what: 'UTF-16 without a mark', file, bytes: utf16.subarray(2), says: /zero bytes/, hint: /UTF-8/ },
  {
    what: 'Windows-1252',
    file,
    bytes: Buffer.from(withRow('2.5,\u00e4'), 'latin1'),
    says: /line 4/,
    hint: /UTF-8/,
  },
  {
    what: 'two columns of one name',
    file,
    bytes: csv.replace('ward', 'age'),
    says: /two columns named "age"/,
    hint: /Rename/,
  },
  {
    what: 'a column without a name',
    file,
    bytes: csv.replace('ward', ''),
    says: /without a name \(column 2 of 2\)/,
    hint: /first row/,
  },
  { what: 'no bytes', file, bytes: '', says: /no rows/, hint: /first row/ },
  { what: 'only blank lines', file, bytes: '\n\n\n', says: /no rows/ },
  { what: 'a header alone', file, bytes: 'age,ward\n', says: /no rows below/ },
  {
    what: 'a header alone, in the test file',
    file: 'test.csv',
    bytes: 'age,ward\n',
    says: /no rows below/,
  },
  {
    what: 'no header',
    file: 'test.csv',
    bytes: csv.slice(csv.indexOf('\n') + 1),
    says: /no column "age", "ward"/,
  },
  { what: 'a spreadsheet', file, bytes: packed, says: /spreadsheet/, hint: /Export/ },
  {
    what: 'a Parquet file under another name',
    file,
    bytes: readFileSync(new URL('../fixtures/tables/snappy.parquet', import.meta.url)),
    says: /is a Parquet file/,
  },
  {
    what: 'a web page',
    file,
    bytes: '<!DOCTYPE html>\n<html><body>Not, found</body></html>\n',
    says: /web page/,
  },
  {
    what: 'a column that the test file lacks',
    file: 'test.csv',
    bytes: csv.replace('ward', 'site'),
    says: /ward/,
  },
  {
    what: 'text among numbers, in the test file',
    file: 'test.csv',
    bytes: withRow('old,a'),
    says: /row 3 \(line 4\), column "age"/,
  },
  {
    what: 'a declared column that is not there',
    file,
    bytes: csv,
    options: { columns: { height: 'real' } },
    says: /height/,
  },
  {
    what: 'a label that is a number',
    file,
    bytes: csv,
    options: { columns: { age: { date: 'YYYY-MM-DD' } } },
    says: /row 1 \(line 2\), column "age"/,
  },
];

for (const broken of texts) test(`reports a broken table: ${broken.what}`, loadBroken(broken, setting));

const fresh: readonly BrokenFile[] = [
  { what: 'a missing column', file: 'new.csv', bytes: 'age\n1\n', says: /ward/ },
  {
    what: 'a new category',
    file: 'new.csv',
    bytes: 'age,ward\n1,a\n2,z\n',
    says: /row 2 \(line 3\), column "ward"/,
  },
  {
    what: 'text in a column of numbers',
    file: 'new.csv',
    bytes: 'age,ward\n1,a\nold,a\n',
    says: /row 2 \(line 3\), column "age"/,
  },
  { what: 'another separator', file: 'new.csv', bytes: 'age|ward:1|a', says: /no rows below its header/ },
  { what: 'a header alone', file: 'new.csv', bytes: 'age,ward\n', says: /no rows/ },
];
for (const broken of fresh)
  test(`reports new rows that are broken: ${broken.what}`, loadBrokenExamples(broken, setting));

const series: Setting = {
  source: 'csv',
  whole: { 'train.csv': 'id,time,x\na,1,1\na,2,2\nb,1,3\n', 'test.csv': 'id,time,x\nc,1,1\nc,2,2\n' },
};
const options = { series: { id: 'id', time: 'time' } };
const ofSeries: readonly BrokenFile[] = [
  { what: 'a step twice', file, bytes: 'id,time,x\na,1,1\na,1,2\n', says: /row 2/, options },
  {
    what: 'a step without a time',
    file,
    bytes: 'id,time,x\na,1,1\na,,2\n',
    says: /row 2 \(line 3\), column "time"/,
    options,
  },
  {
    what: 'a step without a name',
    file,
    bytes: 'id,time,x\na,1,1\n,2,2\n',
    says: /row 2 \(line 3\), column "id"/,
    options,
  },
  {
    what: 'text among the values',
    file,
    bytes: 'id,time,x\na,1,1\na,2,high\n',
    says: /row 2 \(line 3\), column "x"/,
    options,
  },
  { what: 'no values', file, bytes: 'id,time\na,1\na,2\n', says: /no columns of values/, options },
  {
    what: 'a time that is none',
    file,
    bytes: 'id,time,x\na,1,1\na,noon,2\n',
    says: /row 2 \(line 3\), column "time"/,
    options,
  },
  {
    what: 'a series that is longer than those of training',
    file: 'new.csv',
    bytes: 'id,time,x\na,1,1\na,2,2\na,3,3\n',
    says: /the series a has 3 steps, and an example 2/,
    options,
  },
];
for (const broken of ofSeries) {
  const load = broken.file === 'new.csv' ? loadBrokenExamples : loadBroken;
  test(`reports a broken table of series: ${broken.what}`, load(broken, series));
}
