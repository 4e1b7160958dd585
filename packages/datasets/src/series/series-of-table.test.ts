import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';

import type { DatasetPair } from '../dataset.js';
import { parseFitted, writeFitted } from '../fitted/fitted-file.js';
import { loadDataset, type LoadOptions } from '../load-dataset.js';
import { loadExamples } from '../load-examples.js';
import { values } from '../testing/read-all.js';

type Contents = Record<string, string>;

const load = (contents: Contents, options: LoadOptions = {}): Promise<DatasetPair> =>
  loadDataset('csv', { dataDir: '/data', files: memoryFiles(contents), ...options });

const train = [
  'patient,day,ward,pulse,weight',
  'ann,2,a,61,70.5',
  'bob,1,b,80,90.5',
  'ann,1,a,60,70',
  'bob,2,b,,91',
  'bob,3,b,82,91.5',
];
const held = ['weight,patient,pulse,ward,day', '50,cat,70,a,1', '51,cat,71,a,2'];
const parts = { '/data/train.csv': train.join('\n'), '/data/test.csv': held.join('\n') };
const series = { id: 'patient', time: 'day' };
const columns = { ward: 'label' } as const;

test('rows of a long table are the steps of series in order of time, padded to the longest', async (t) => {
  const { train: own, test: other } = await load(parts, { series, columns });
  t.deepEqual([own.size, own.shape, other.size], [2, [3, 2], 1]);
  t.deepEqual(values(own), [60, 70, 61, 70.5, NaN, NaN, 80, 90.5, NaN, 91, 82, 91.5]);
  t.deepEqual(values(other), [70, 50, 71, 51, NaN, NaN]);
  t.deepEqual(
    [own.classNames, [...own.labels!]],
    [
      ['a', 'b'],
      [0, 1],
    ],
  );
  t.deepEqual(own.identifiers, [{ name: 'patient', values: ['ann', 'bob'] }]);
  t.deepEqual(own.padded, { count: 1, total: 6, shortest: 2, longest: 3, inside: 0 });
  t.is(own.missing?.count, 1);
});

test('each channel is standardized by its own mean and deviation', async (t) => {
  const { train: own } = await load(parts, { series, columns, standardize: 'standard' });
  const { fitted } = own;
  if (fitted?.form !== 'array') return t.fail();
  t.is(fitted.standardize.by, 'channel');
  const close = (actual: number, expected: number): void => {
    t.true(Math.abs(actual - expected) < 1e-9);
  };
  close(fitted.center![0]!, (60 + 61 + 80 + 82) / 4);
  close(fitted.center![1]!, (70 + 70.5 + 90.5 + 91 + 91.5) / 5);
  close(fitted.scale![0]!, Math.sqrt([60, 61, 80, 82].reduce((sum, x) => sum + (x - 70.75) ** 2 / 4, 0)));
  const robust = (await load(parts, { series, columns, standardize: 'robust' })).train.fitted;
  t.deepEqual(robust?.form === 'array' && robust.center, [70.5, 90.5]);
});

test('windows are cut from each series, and a run reads new rows in the same way', async (t) => {
  const { train: own } = await load(parts, { series, columns, window: { length: 2, hop: 1 } });
  t.deepEqual(values(own), [60, 70, 61, 70.5, 80, 90.5, NaN, 91, NaN, 91, 82, 91.5]);
  t.deepEqual(own.identifiers?.[1]?.values, ['0', '0', '1']);
  const fitted = parseFitted(writeFitted(own.fitted!), 'fitted.json');
  const files = memoryFiles({
    '/new.csv': 'day,pulse,weight,patient,ward,other\n5,1,2,z,b,x\n4,3,4,z,b,x\n',
    '/short.csv': 'day,weight,patient\n5,1,2\n',
  });
  const fresh = await loadExamples('/new.csv', { fitted, files });
  t.deepEqual([values(fresh), [...fresh.labels!]], [[3, 4, 1, 2], [1]]);
  await t.throwsAsync(loadExamples('/short.csv', { fitted, files }), { message: /no column "ward"/ });
});

test('one table is divided by its series', async (t) => {
  const rows = Array.from({ length: 40 }, (_, row) => `${row % 10},${row},${row / 2}`);
  const lines: string[] = [];
  const { train: own, test: other } = await load(
    { '/data/data.csv': ['id,time,x', ...rows].join('\n') },
    { series: { id: 'id', time: 'time' }, onChange: (line) => lines.push(line) },
  );
  t.deepEqual([own.size, other.size, own.shape], [9, 1, [4, 1]]);
  t.regex(lines.join('\n'), /no "id" on both sides/);
});

test('a folder of tables has a series in each, with classes by subfolder', async (t) => {
  const contents: Contents = {};
  for (let index = 0; index < 20; index++) {
    const rows = Array.from(
      { length: 2 + (index % 3) },
      (_, step) => `2024-01-0${3 - (step % 3)},${index},${step}`,
    );
    contents[`/data/${index % 2 ? 'odd' : 'even'}/${index}.csv`] = ['date,x,y', ...rows.slice(0, 3)].join(
      '\n',
    );
  }
  const files = memoryFiles({ ...contents, '/new/1.csv': 'y,x,date\n1,2,2024-02-02\n3,4,2024-02-01\n' });
  const options = { dataDir: '/data', files, series: { time: 'date' } };
  const { train: own, test: other } = await loadDataset('csv', options);
  t.deepEqual([own.size, other.size, own.shape, own.classNames], [18, 2, [3, 2], ['even', 'odd']]);
  // The first series: 2 steps, the later date first in its file.
  t.deepEqual(values(own, [0]).slice(0, 4), [0, 1, 0, 0]);
  const fresh = await loadExamples('/new', { fitted: own.fitted!, files });
  t.deepEqual(values(fresh), [4, 3, 2, 1, NaN, NaN]);
});

const broken: Readonly<Record<string, readonly [Contents, LoadOptions, RegExp]>> = {
  'a text among numbers': [
    { ...parts, '/data/train.csv': [...train, 'bob,4,b,fast,91'].join('\n') },
    { series, columns },
    /^train\.csv, row 6 \(line 7\), column "pulse" is "fast", and a number was expected\.$/,
  ],
  'a time twice': [
    { ...parts, '/data/train.csv': [...train, 'bob,3,b,1,91'].join('\n') },
    { series, columns },
    /^train\.csv, row 6 \(line 7\), column "day" is "3", the time of another row of its series\.$/,
  ],
  'a time that is missing': [
    { ...parts, '/data/train.csv': [...train, 'bob,,b,1,91'].join('\n') },
    { series, columns },
    /^train\.csv, row 6 \(line 7\), column "day" is "", and the column orders the steps/,
  ],
  'a series without a name': [
    { ...parts, '/data/train.csv': [...train, ',9,b,1,91'].join('\n') },
    { series, columns },
    /^train\.csv, row 6 \(line 7\), column "patient" is "", and the column names a series\.$/,
  ],
  'two classes of a series': [
    { ...parts, '/data/train.csv': [...train, 'bob,9,a,1,91'].join('\n') },
    { series, columns },
    /^train\.csv, row 6 \(line 7\), column "ward" is "a", and its series has the class "b"\.$/,
  ],
  'no such column': [
    parts,
    { series: { id: 'pateint' } },
    /no column "pateint", which data\.series\.id names/,
  ],
  'windows without series': [
    parts,
    { window: { length: 2 } },
    /^data\.window cuts series, and data\.series is not given\.$/,
  ],
  'no columns of values': [
    parts,
    { series, columns: { ward: 'label', pulse: 'ignored', weight: 'ignored' } },
    /^train\.csv has no columns of values\.$/,
  ],
};

for (const [what, [contents, options, message]] of Object.entries(broken)) {
  test(`reports in one line: ${what}`, async (t) => {
    const error = await t.throwsAsync(load(contents, options), { instanceOf: HelmholtzError, message });
    t.truthy(error.hint);
  });
}

test('a new series that is longer than an example is an error that names it', async (t) => {
  const { train: own } = await load(parts, { series, columns });
  const rows = Array.from({ length: 4 }, (_, day) => `z,${day},a,1,2`);
  const files = memoryFiles({ '/new.csv': ['patient,day,ward,pulse,weight', ...rows].join('\n') });
  await t.throwsAsync(loadExamples('/new.csv', { fitted: own.fitted!, files }), {
    message: /^new\.csv: the series z has 4 steps, and an example 3\.$/,
  });
});
