/**
 * Missing values of tables, arrays and labels: read as NaN and -1, counted, and refused by name.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import test, { type ExecutionContext } from 'ava';

import { parseFitted, writeFitted } from './fitted/fitted-file.js';
import { invertFitted } from './fitted/apply-fitted.js';
import { type LoadOptions, loadDataset } from './load-dataset.js';
import { loadExamples } from './load-examples.js';
import { encodeNpy, type NpyContents } from './npy/encode-npy.js';
import { values } from './testing/read-all.js';

type Contents = Record<string, string | NpyContents>;

async function folderOf(t: ExecutionContext, files: Contents): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [name, contents] of Object.entries(files))
    await writeFile(join(folder, name), typeof contents === 'string' ? contents : encodeNpy(contents));
  return folder;
}

const table = `age,visits,smoker,ward,born,kind
1.5,3,yes,a,2000-01-01,x
?,0,no,b,2000-01-03,y
3.5,,NA,null,NaN,
5.5,4,yes,b,2000-01-05,x
`;
const columns = { kind: 'label' } as const;

const load = async (t: ExecutionContext, text = table, options: LoadOptions = { columns }) =>
  loadDataset('csv', { dataDir: await folderOf(t, { 'train.csv': text, 'test.csv': text }), ...options });

test('empty cells, NA, NaN, null and ? are missing in every kind of column', async (t) => {
  const { train } = await load(t);
  const rows = values(train);
  const holes = rows.flatMap((value, at) => (Number.isNaN(value) ? [[Math.floor(at / 6), at % 6]] : []));
  t.deepEqual(holes, [
    [1, 0],
    [2, 1],
    [2, 2],
    [2, 3],
    [2, 4],
    [2, 5],
  ]);
  t.deepEqual(train.missing, {
    count: 5,
    total: 20,
    columns: ['age', 'visits', 'smoker', 'ward', 'born'].map((name) => ({ name, count: 1 })),
    first: 'train.csv, row 2 (line 3), column "age"',
  });
});

test('fits to the observed cells, and reads back from its file', async (t) => {
  const { train } = await load(t);
  if (train.fitted?.form !== 'table') throw new Error('a table was expected');
  const [age, visits, , ward] = train.fitted.columns;
  t.like(age, { kind: 'real', center: 3.5, missing: 1, decimals: 1 });
  t.like(visits, { kind: 'count', missing: 1, summary: { minimum: 0, maximum: 4 } });
  t.like(ward, { categories: ['a', 'b'], missing: 1 });
  t.is(train.fitted.label?.missing, 1);
  t.deepEqual(parseFitted(writeFitted(train.fitted), 'fitted.json'), train.fitted);
  const { rows } = invertFitted(train.fitted, Float32Array.from(values(train))) as { rows: string[][] };
  t.deepEqual(rows[2], ['3.5', '', '', '', '']);
});

test('reads a missing label as -1', async (t) => {
  const { train } = await load(t);
  t.deepEqual(Array.from(train.labels!), [0, 1, -1, 0]);
  t.deepEqual(train.classNames, ['x', 'y']);
});

test('reads a file of an older version without counts of missing values', (t) => {
  const text = JSON.stringify({
    form: 'table',
    examples: 2,
    columns: [{ name: 'ward', kind: 'categorical', categories: ['NA', 'b'] }],
    identifiers: [],
    ignored: [],
  });
  const fitted = parseFitted(text, 'fitted.json');
  t.like(fitted, { form: 'table', columns: [{ categories: ['NA', 'b'] }] });
});

test('reads declared codes as missing, also in new rows', async (t) => {
  const text = 'a,b\n1.5,x\n-999,y\n-999.0,.\n2.5,y\n';
  const folder = await folderOf(t, { 'train.csv': text, 'test.csv': text, 'new.csv': 'a,b\n-999,.\n' });
  const { train } = await loadDataset('csv', { dataDir: folder, missing: ['-999', '.'] });
  t.like(train.missing, { count: 3 });
  t.like(train.fitted, { missingCodes: ['-999', '.'], columns: [{ center: 2 }, { categories: ['x', 'y'] }] });
  const later = await loadExamples(join(folder, 'new.csv'), { fitted: train.fitted! });
  t.deepEqual(values(later), [NaN, NaN, NaN]);
});

test('reads NA as a category if declared', async (t) => {
  const text = 'code\nNA\nDE\nDE\n';
  const { train } = await load(t, text, {
    columns: { code: { kind: 'categorical', categories: ['NA', 'DE'] } },
  });
  t.deepEqual(values(train), [1, 0, 0, 1, 0, 1]);
  t.is(train.missing, undefined);
});

test('rejects missing values with missing: error and names their number, columns and first place', async (t) => {
  const error = await t.throwsAsync(load(t, table, { columns, missing: 'error' }), {
    instanceOf: HelmholtzError,
    message:
      'csv/train has 5 missing values of 20 (age 25 %, visits 25 %, smoker 25 %, ward 25 %, born 25 %). The first is train.csv, row 2 (line 3), column "age".',
  });
  t.regex(error.hint!, /missing: error/);
});

test('leaves out a column without values, but not one that is declared as counts', async (t) => {
  const text = 'a,b\n1,\n2,NA\n';
  const { train } = await load(t, text, {});
  t.deepEqual(train.shape, [1]);
  t.is(train.missing, undefined);
  const error = await t.throwsAsync(load(t, text, { columns: { b: 'count' } }), {
    message: 'train.csv: all cells of the column "b" are missing.',
  });
  t.regex((error as HelmholtzError).hint!, /b: ignored/);
  await t.throwsAsync(load(t, text, { missing: 'error' }), {
    message: /^csv\/train has 2 missing values of 4 \(b 100 %\)\. The first is train\.csv, row 1/,
  });
});

test('reports columns with missing values that have none in the training rows', async (t) => {
  const folder = await folderOf(t, { 'train.csv': 'a,b\n1.5,2\n2.5,?\n1.7,3\n', 'test.csv': 'a,b\n1.5,2\n' });
  const { train } = await loadDataset('csv', { dataDir: folder });
  const lines: string[] = [];
  await writeFile(join(folder, 'new.csv'), 'a,b\n,\n1.5,2\n');
  await loadExamples(join(folder, 'new.csv'), {
    fitted: train.fitted!,
    onWarning: (line) => lines.push(line),
  });
  t.is(lines.length, 1);
  t.regex(lines[0]!, /^new\.csv has missing values where the training data have none \(a 50 %\)\./);
});

const array = { shape: [2, 3], data: Float32Array.of(1, NaN, 3, -9, 5, 0.5) };
const others = { 'test.npy': array } as const;

for (const stream of [false, true]) {
  const how = stream ? 'streamed' : 'in memory';

  test(`NaN and declared numbers of arrays are missing, ${how}`, async (t) => {
    const dataDir = await folderOf(t, { 'train.npy': array, ...others });
    const { train } = await loadDataset('npy', { dataDir, stream, missing: [-9], standardize: 'standard' });
    t.deepEqual(values(train).map(Number.isNaN), [false, true, false, true, false, false]);
    t.like(train.missing, { count: 2, total: 6, first: 'value 1 of example 0 of npy/train' });
    if (train.fitted?.form !== 'array') throw new Error('an array was expected');
    t.deepEqual(train.fitted.center, [1, 5, 1.75]);
    t.deepEqual(train.fitted.missing, { count: 2, elements: [1, 1, 0] });
    t.deepEqual(train.fitted.missingCodes, ['-9']);
    t.deepEqual(parseFitted(writeFitted(train.fitted), 'fitted.json'), train.fitted);
  });

  test(`a mask of 0 marks a missing value of the array and of further arrays, ${how}`, async (t) => {
    const steps = { shape: [2, 2, 1], data: Float32Array.of(1, 2, 3, 4) };
    const mask = { shape: [2, 2], data: Uint8Array.of(1, 0, 1, 1) };
    const dose = { shape: [2, 1], data: Float32Array.of(7, 8) };
    const doses = { shape: [2], data: Uint8Array.of(0, 1) };
    const part = (name: string): Contents => ({
      [`${name}.npy`]: steps,
      [`${name}-mask.npy`]: mask,
      [`${name}-dose.npy`]: dose,
      [`${name}-dose-mask.npy`]: doses,
    });
    const dataDir = await folderOf(t, { ...part('train'), ...part('test') });
    const { train } = await loadDataset('npy', { dataDir, stream });
    t.deepEqual(values(train), [1, NaN, 3, 4]);
    t.deepEqual(Object.keys(train.others!), ['dose']);
    t.deepEqual(values(train.others!['dose']!), [NaN, 8]);
    const { train: unmasked } = await loadDataset('npy', { dataDir, stream, mask: 'none' });
    t.deepEqual(values(unmasked), [1, 2, 3, 4]);
    t.deepEqual(Object.keys(unmasked.others!), ['dose', 'dose-mask', 'mask']);
  });
}

const refusedMasks: Readonly<Record<string, { mask: NpyContents; message: RegExp }>> = {
  'another shape': {
    mask: { shape: [2, 2], data: Uint8Array.of(1, 1, 1, 1) },
    message: /\/train-mask\.npy has the shape \[2, 2\], and \S+\/train\.npy has \[2, 3\]\.$/,
  },
  'other numbers': {
    mask: { shape: [2, 3], data: Float32Array.of(1, 1, 1, 1, 0.5, 1) },
    message: /\/train-mask\.npy: value 1 of example 1 is 0\.5\.$/,
  },
  'nothing observed': {
    mask: { shape: [2], data: Uint8Array.of(0, 0) },
    message: /^npy\/train: all values are missing\.$/,
  },
};

for (const [what, { mask, message }] of Object.entries(refusedMasks)) {
  test(`rejects a mask and names it: ${what}`, async (t) => {
    const masks = { 'train-mask.npy': mask, 'test-mask.npy': mask };
    const dataDir = await folderOf(t, { 'train.npy': array, ...others, ...masks });
    const error = await t.throwsAsync(loadDataset('npy', { dataDir }), {
      instanceOf: HelmholtzError,
      message,
    });
    t.truthy(error.hint);
  });
}

test('reads labels of -1 and NaN as missing, and rejects other labels without a class', async (t) => {
  const labels = (...numbers: number[]) => ({ shape: [2], data: Float32Array.from(numbers) });
  const labelled = async (...numbers: number[]) => {
    const part = { 'train-labels.npy': labels(...numbers), 'test-labels.npy': labels(...numbers) };
    return loadDataset('npy', { dataDir: await folderOf(t, { 'train.npy': array, ...others, ...part }) });
  };
  t.deepEqual(Array.from((await labelled(-1, 3)).train.labels!), [-1, 3]);
  t.deepEqual(Array.from((await labelled(NaN, 0)).train.labels!), [-1, 0]);
  for (const wrong of [7.5, -3, 256]) {
    const message = new RegExp(`label ${wrong} of example 1 is not a whole number from 0 to 255`);
    await t.throwsAsync(labelled(0, wrong), { instanceOf: HelmholtzError, message });
  }
});
