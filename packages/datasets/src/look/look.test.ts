import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';

import { arrayDataset } from '../array-dataset.js';
import { parseTable } from '../csv/table.js';
import { applyArray } from '../fitted/apply-array.js';
import { fitArray } from '../fitted/fit-array.js';
import { loadDataset } from '../load-dataset.js';
import { encodeNpy } from '../npy/encode-npy.js';
import { adviceOn } from './advice.js';
import { lookAtDataset } from './look-at-dataset.js';
import { lookAtPath } from './look-at-path.js';
import { lookAtTable } from './look-at-table.js';
import { lookAtNumbers } from './number-look.js';

/** Numbers that look random, the same every time, from -1 to 1. */
const wave = (row: number, column = 0): number => Math.sin(12.9898 * (row + 1) + 78.233 * column);

function tableOf(columns: Record<string, (row: number) => string | number>, rows = 60) {
  const names = Object.keys(columns);
  const lines = Array.from({ length: rows }, (_, row) => names.map((name) => columns[name]!(row)).join(','));
  return lookAtTable(parseTable([names.join(','), ...lines].join('\n'), 'rows.csv'));
}

test('advice warns of a first line that looks like data, not of names that are numbers', (t) => {
  const names = (columns: Parameters<typeof tableOf>[0]): (string | undefined)[] =>
    adviceOn(tableOf(columns)).filter((line) => line.includes('looks like data'));
  const number = (row: number): string => (50 + 20 * wave(row)).toFixed(1);
  const ward = (row: number): string => (row % 3 === 0 ? 'a' : 'b');
  t.regex(
    names({ '47.5': number, a: ward, '0.31': (row) => Math.abs(wave(row)).toFixed(2) })[0]!,
    /^The first line of rows\.csv looks like data: its names are 47\.5, a, 0\.31\./,
  );
  // Years and wavelengths lie outside the range of their columns, and one column has a name.
  t.deepEqual(names({ 2019: number, 2020: number }), []);
  t.deepEqual(names({ '47.5': number, age: number }), []);
  t.deepEqual(names({ age: number, ward }), []);
});

test('advice says what training refuses, with the pattern of dates', (t) => {
  const lineOf = (first: number, separator: string): string | undefined =>
    adviceOn(
      tableOf({
        day: (row) => [first + (row % 2), 11, 2020 + row].join(separator),
        x: (row) => wave(row).toFixed(3),
      }),
    ).find((line) => line.includes('unknown pattern'));
  t.regex(
    lineOf(12, '/')!,
    /^rows\.csv, row 1 \(line 2\), column "day" .*day: \{ kind: real, date: DD\/MM\/YYYY \}/,
  );
  t.regex(lineOf(1, '.')!, /date: DD\.MM\.YYYY \(or MM\.DD\.YYYY\) \}/);
});

test('numbers: moments, quantiles, zeros and a histogram in closed form', (t) => {
  // 0 to 100: mean 50, variance (101^2 - 1) / 12, no skew.
  const look = lookAtNumbers([...Array.from({ length: 101 }, (_, index) => index), NaN, Infinity], 10);
  t.is(look.count, 101);
  t.true(Math.abs(look.mean - 50) < 1e-9);
  t.true(Math.abs(look.deviation - Math.sqrt(850)) < 1e-9);
  t.true(Math.abs(look.skewness) < 1e-9);
  t.deepEqual(look.quantiles, [1, 25, 50, 75, 99]);
  t.deepEqual([look.zeros, look.unique, look.minimum, look.maximum, look.whole], [1, 101, 0, 100, true]);
  t.is(
    look.histogram.counts.reduce((sum, count) => sum + count, 0),
    101,
  );
});

test('whole numbers of a small range have a bar each, and constant numbers one bar', (t) => {
  t.deepEqual(lookAtNumbers([2, 2, 4]).histogram, { low: 2, high: 5, counts: [2, 0, 1] });
  t.is(lookAtNumbers([1.5, 1.5]).histogram.counts[0], 2);
  t.is(lookAtNumbers([]).count, 0);
});

test('columns of a table: kinds, missing, dates, categories, copies', (t) => {
  const look = lookAtTable(
    parseTable(
      'age,ward,died,seen,visits,again,none\n40.5,a,yes,2020-01-02,3,40.5,\nNA,b,no,2021-02-03,0,NA,\n1.5,a,no,2020-05-05,2,1.5,NA\n',
      'rows.csv',
    ),
  );
  const facts = look.columns.map(({ name, kind, missing, unique }) => [name, kind, missing, unique]);
  t.deepEqual(facts, [
    ['age', 'real', 1, 2],
    ['ward', 'categorical', 0, 2],
    ['died', 'binary', 0, 2],
    ['seen', 'real', 0, 3],
    ['visits', 'count', 0, 3],
    ['again', 'real', 1, 2],
    ['none', 'empty', 3, 0],
  ]);
  t.deepEqual(look.columns[3]!.dates, ['2020-01-02', '2021-02-03']);
  t.deepEqual(look.columns[1]!.categories, [
    { name: 'a', count: 2 },
    { name: 'b', count: 1 },
  ]);
  t.is(look.columns[5]!.sameAs, 'age');
  t.is(look.columns[4]!.numbers!.zeros, 1);
});

test('data in order have no advice', async (t) => {
  const clean = tableOf({
    age: (row) => (40 + 20 * wave(row)).toFixed(1),
    income: (row) => Math.exp(wave(row, 1)).toFixed(3),
    visits: (row) => Math.round(3 + 3 * wave(row, 2)),
    ward: (row) => 'abc'[row % 3]!,
  });
  t.deepEqual(adviceOn(clean), []);
  const { train } = await loadDataset('digits', { limit: 200 });
  t.deepEqual(adviceOn(lookAtDataset(train), { real: true, raw: true }), []);
});

const problems: Record<string, { columns: Parameters<typeof tableOf>[0]; advice: RegExp; raw?: boolean }> = {
  'names of rows': {
    columns: { name: (row) => `Name ${row}` },
    advice: /^The column "name" of rows\.csv has 60 different values and names the rows\. .*name: identifier/,
  },
  'numbers of rows': { columns: { id: (row) => 1000 + row }, advice: /^The column "id" .* id: identifier/ },
  'an empty column': {
    columns: { notes: () => 'NA' },
    advice: /^The column "notes" .* is empty\. Training leaves out such columns\.$/,
  },
  'a constant column': {
    columns: { 'the site': () => 5.5 },
    advice: /is constant\. Training leaves out such columns/,
  },
  'a code of missing values': {
    columns: { dose: (row) => (row % 12 === 0 ? -999 : (5 + wave(row, 2)).toFixed(2)) },
    advice:
      /^The column "dose" of rows\.csv has the value -999 in 5 places, far from all others\. .*missing: \[-999\]/,
  },
  'a copy': {
    columns: { other: (row) => wave(row).toFixed(3), again: (row) => wave(row).toFixed(3) },
    advice: /^The column "again" .* same values as "other"/,
  },
  'a skewed column': {
    columns: { amount: (row) => (row === 7 ? 1e4 : 1 + wave(row, 3) ** 2).toFixed(3) },
    advice: /^The column "amount" .* is skewed: half of it is below .* reaches 10000\. .*logNormal/,
  },
  'a heavy tail': {
    columns: { change: (row) => (row % 20 === 7 ? -1e4 * wave(row) : wave(row, 4)).toFixed(3) },
    advice: /^The column "change" .* has outliers: values from /,
  },
  'columns of other widths': {
    columns: {
      tiny: (row) => (1e-6 * wave(row)).toExponential(3),
      huge: (row) => (1e6 * wave(row, 5)).toFixed(1),
    },
    advice: /have deviations from .*: "huge" .* outweigh .*standardize=standard$/,
    raw: true,
  },
};

for (const [what, { columns, advice, raw = false }] of Object.entries(problems)) {
  test(`advice in one line: ${what}`, (t) => {
    const lines = adviceOn(tableOf({ weight: (row) => (60 + 9 * wave(row, 8)).toFixed(1), ...columns }), {
      raw,
    });
    t.is(lines.length, 1, lines.join('\n'));
    t.regex(lines[0]!, advice);
  });
}

test('names a code of missing values in windows of a series, standardized or not', (t) => {
  const windows = (code: (at: number) => boolean) => {
    const data = Array.from({ length: 30 }, (_, row) =>
      Array.from({ length: 8 }, (_value, at) => (code(8 * row + at) ? -999 : wave(row, at))),
    );
    const raw = arrayDataset({ name: 'steps', shape: [4, 2], data });
    const standardized = applyArray(fitArray(raw, { method: 'standard', by: 'whole' }), raw);
    const [before, after] = [raw, standardized].map((dataset) => adviceOn(lookAtDataset(dataset)));
    t.deepEqual(before, after);
    return after;
  };
  t.deepEqual(
    windows((at) => at % 40 === 3),
    [
      'steps has the value -999 in 6 places, far from all others. If it stands for missing values, declare it: data: { missing: [-999] }',
    ],
  );
  t.deepEqual(
    windows(() => false),
    [],
  );
});

test('many columns of a kind are one line', (t) => {
  const columns = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`c${index}`, () => index + 0.5]),
  );
  const [line, ...others] = adviceOn(tableOf({ x: (row) => wave(row).toFixed(3), ...columns }));
  t.deepEqual(others, []);
  t.regex(line!, /^30 of 31 columns \("c0", "c1", "c2", "c3", \.\.\.\) of rows\.csv are constant/);
});

test('arrays are looked at in their own units, also where they are standardized', (t) => {
  const data = Array.from({ length: 40 }, (_, row) => [1000 + 100 * wave(row), wave(row, 1)]);
  const raw = arrayDataset({ name: 'x', shape: [2], data });
  const standardized = applyArray(fitArray(raw, { method: 'standard', by: 'element' }), raw);
  const [before, after] = [raw, standardized].map((dataset) => lookAtDataset(dataset).columns[0]!.numbers!);
  t.true(Math.abs(before!.mean - after!.mean) < 1e-2);
  t.true(Math.abs(before!.deviation - after!.deviation) < 1e-2);
});

test('looks at a table, an array with labels and a folder, and rejects other paths', async (t) => {
  const x = encodeNpy({ shape: [2, 2], data: Float32Array.of(1, 2, 3, NaN) });
  const files = memoryFiles({
    '/a/train.csv': 'age\n1.5\n2.5\n',
    '/b/new.npy': x,
    '/b/new-labels.npy': encodeNpy({ shape: [2], data: Float32Array.of(1, 0) }),
    '/c/readme.txt': '',
  });
  t.is((await lookAtPath('/a', { files })).columns[0]!.numbers!.mean, 2);
  const look = await lookAtPath('/b/new.npy', { files });
  t.deepEqual([look.type, look.notFinite, look.numbers!.count], ['float32', 1, 3]);
  t.deepEqual(look.labels, [
    { name: '0', count: 1 },
    { name: '1', count: 1 },
  ]);
  for (const path of ['/none', '/c', '/c/readme.txt']) {
    const error = await t.throwsAsync(lookAtPath(path, { files }), { instanceOf: HelmholtzError }, path);
    t.is(error.kind, 'usage');
    t.truthy(error.hint);
  }
});

test('names a repeated number that is far above the others, but not zeros or a single outlier', (t) => {
  const sentinelOf = (...numbers: number[]) => lookAtNumbers(numbers).sentinel;
  t.deepEqual(sentinelOf(34, 60, 9999, 51, 9999, 9999), { value: 9999, count: 3 });
  t.is(sentinelOf(34, 60, 51, 9999), undefined);
  t.is(sentinelOf(0, 0, 0, 500, 510, 520), undefined);
  t.is(sentinelOf(5, 5, 5), undefined);
});
