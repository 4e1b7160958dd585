import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test, { type ExecutionContext } from 'ava';

import type { Dataset } from '../dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { type LoadOptions, loadDataset } from '../load-dataset.js';
import { values } from '../testing/read-all.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';

const train = `height,visits,smoker,region,note
1.5,0,1,north,a
2.5,7,0,south,b
3.5,2,0,north,c
`;
const testRows = `region,height,visits,smoker,note
south,2.5,1,1,z
`;

async function load(
  t: ExecutionContext,
  files: Record<string, string | Uint8Array>,
  columns: LoadOptions['columns'] = { note: 'ignored' },
): Promise<{ train: Dataset; test: Dataset }> {
  const dataDir = await temporaryFolder(t);
  for (const [name, text] of Object.entries({ 'train.csv': train, 'test.csv': testRows, ...files }))
    await writeFile(join(dataDir, name), text);
  return loadDataset('csv', { dataDir, columns });
}

const deviation = Math.fround(1 / Math.sqrt(2 / 3));

test('real columns are standardized, categories one-hot, counts and zeros and ones as they are', async (t) => {
  const { train, test: other } = await load(t, {});
  t.deepEqual([train.name, train.size, train.shape, train.labels], ['csv/train', 3, [5], undefined]);
  t.deepEqual(values(train), [-deviation, 0, 1, 1, 0, 0, 7, 0, 0, 1, deviation, 2, 0, 1, 0]);
  t.deepEqual(
    train.columns!.map(({ name, kind, size }) => [name, kind, size]),
    [
      ['height', 'real', 1],
      ['visits', 'count', 1],
      ['smoker', 'binary', 1],
      ['region', 'categorical', 2],
    ],
  );
  t.deepEqual(
    values(other),
    [0, 1, 1, 0, 1],
    'the test set by the mean, scale and categories of the training set',
  );
});

test("keeps the texts of the table's cells", async (t) => {
  const { train } = await load(t, {});
  const [height, visits, smoker, region] = train.columns!;
  t.is(height!.text([-deviation]), '1.5');
  t.is(visits!.text([7]), '7');
  t.is(smoker!.text([0.25]), '0.25');
  t.is(region!.text([0.4, 0.6]), 'south');
});

test('the spec declares kinds of columns and the column of classes', async (t) => {
  const columns = { note: 'ignored', visits: 'real', smoker: 'categorical', region: 'label' } as const;
  const { train, test: other } = await load(t, {}, columns);
  t.deepEqual(
    train.columns!.map(({ kind }) => kind),
    ['real', 'real', 'categorical'],
  );
  t.deepEqual([train.labels, train.classNames], [Uint8Array.of(0, 1, 0), ['north', 'south']]);
  t.deepEqual(other.labels, Uint8Array.of(1));
});

test('leaves out a column that does not vary, and warns if it varies in the test set', async (t) => {
  const lines: string[] = [];
  const dataDir = await temporaryFolder(t);
  await writeFile(join(dataDir, 'train.csv'), 'a,b\n0.5,1\n0.5,2\n');
  await writeFile(join(dataDir, 'test.csv'), 'a,b\n0.75,1\n');
  const { train } = await loadDataset('csv', { dataDir, onWarning: (line) => lines.push(line) });
  t.deepEqual(values(train), [1, 2]);
  t.deepEqual(lines, [
    'test.csv has other values in columns that do not vary in the training rows: ' +
      '"a" ("0.75" in 1 of 1 rows; "0.5" in all training rows). The model leaves these columns out.',
  ]);
});

const refused: Record<
  string,
  { files?: Record<string, string | Uint8Array>; columns?: LoadOptions['columns']; message: RegExp }
> = {
  'text among numbers': {
    files: { 'test.csv': testRows.replace('2.5', 'tall') },
    message: /^test\.csv, row 1 \(line 2\), column "height" is "tall", and a number was expected\.$/,
  },
  'a category of no training row': {
    files: { 'test.csv': testRows.replace('south', 'east') },
    message:
      /^test\.csv, row 1 \(line 2\), column "region" is "east", and one of "north", "south" was expected/,
  },
  'a fraction among counts': {
    columns: { note: 'ignored', height: 'count' },
    message: /^train\.csv, row 1 \(line 2\), column "height" is "1\.5", and a whole number from 0 on was/,
  },
  'another number among zeros and ones': {
    columns: { note: 'ignored', visits: 'binary' },
    message: /^train\.csv, row 2 \(line 3\), column "visits" is "7", and 0 or 1 was expected\.$/,
  },
  'a number that float32 does not hold': {
    files: { 'test.csv': testRows.replace('2.5', '1e39') },
    message: /column "height" is "1e39"/,
  },
  'a row of another length': {
    files: { 'train.csv': `${train}1,2\n` },
    message: /^train\.csv, row 4 \(line 5\) has 2 cells, and the header 5 columns\.$/,
  },
  'a column that the test set does not have': {
    files: { 'test.csv': 'height\n1\n' },
    message: /^test\.csv has no column "visits", "smoker", "region", which the training rows have\.$/,
  },
  'two columns of one name': {
    files: { 'train.csv': 'a,a\n1,2\n' },
    message: /^train\.csv has two columns named "a" \(columns 1 and 2\)\.$/,
  },
  'no rows': { files: { 'train.csv': 'a,b\n' }, message: /^train\.csv has no rows below its header\.$/ },
  'nothing at all': { files: { 'train.csv': '' }, message: /^train\.csv has no rows\.$/ },
  'a column that is not there': {
    columns: { notes: 'ignored' },
    message: /^train\.csv has no column "notes"\.$/,
  },
  'two labels': {
    columns: { note: 'label', region: 'label' },
    message: /^"region" and "note" are both declared as the label\.$/,
  },
  'a class that no training row has': {
    columns: { note: 'label' },
    message:
      /^test\.csv, row 1 \(line 2\), column "note" is "z", which is not a class of the training rows\.$/,
  },
  'nothing left': {
    columns: {
      height: 'ignored',
      visits: 'ignored',
      smoker: 'ignored',
      region: 'ignored',
      note: 'ignored',
    },
    message: /^No column of train\.csv is left to model\.$/,
  },
  'only constant columns': {
    files: { 'train.csv': 'a,b\nx,1\nx,1.0\n', 'test.csv': 'a,b\nx,1\n' },
    columns: {},
    message: /^No column of train\.csv is left to model\.$/,
  },
  'a label of one class': {
    files: { 'train.csv': 'a,b\nx,1\nx,2\n', 'test.csv': 'a,b\nx,1\n' },
    columns: { a: 'label' },
    message: /^The column "a" has only one category\.$/,
  },
  'other bytes than text': {
    files: { 'train.csv': Uint8Array.of(0x61, 0xff, 0xfe) },
    message: /^train\.csv is not text in UTF-8: line 1 has other bytes\.$/,
  },
};

for (const [what, { files = {}, columns, message }] of Object.entries(refused)) {
  test(`rejects, and names the place: ${what}`, async (t) => {
    const error = await t.throwsAsync(load(t, files, columns), { instanceOf: HelmholtzError, message });
    t.truthy(error.hint);
  });
}

test('other data sets reject columns, and a table requires a folder', async (t) => {
  await t.throwsAsync(loadDataset('digits', { columns: { a: 'real' } }), {
    message: 'The data set "digits" is not a table with columns.',
  });
  await t.throwsAsync(loadDataset('csv'), {
    message: 'The data set "csv" takes a folder, and none was given.',
  });
});
