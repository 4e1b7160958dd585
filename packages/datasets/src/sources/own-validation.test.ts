import { type Files, HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';
import { encode } from 'fast-png';

import type { DatasetPair } from '../dataset.js';
import { loadDataset, type LoadOptions } from '../load-dataset.js';
import { encodeNpy } from '../npy/encode-npy.js';
import { standardized } from '../standardized.js';
import { values } from '../testing/read-all.js';

type Contents = Record<string, string | Uint8Array>;

const table = { '/data/train.csv': 'a,b\n1.5,x\n3.5,y\n', '/data/test.csv': 'a,b\n2.5,x\n' };
const validationTable = { '/data/validation.csv': 'b,a\ny,4.5\nx,2.5\n' };

const array = (...data: number[]): Uint8Array =>
  encodeNpy({ shape: [data.length, 1], data: Float32Array.from(data) });

const classes = (...data: number[]): Uint8Array =>
  encodeNpy({ shape: [data.length], data: Float32Array.from(data) });

const arrays = { '/data/train.npy': array(1, 3), '/data/test.npy': array(5) };

const grey = (value: number): Uint8Array =>
  encode({ width: 1, height: 1, data: Uint8Array.of(value), channels: 1 });

function load(name: string, contents: Contents, options: LoadOptions = {}): Promise<DatasetPair> {
  const files: Files = memoryFiles(contents);
  return loadDataset(name, { dataDir: '/data', files, ...options });
}

test('validation.csv is the validation set, by what was fitted to the training rows', async (t) => {
  const lines: string[] = [];
  const contents = { ...table, ...validationTable };
  const { train, validation } = await load('csv', contents, { onChange: (line) => lines.push(line) });
  t.deepEqual(lines, ['validation.csv is the validation set: 2 examples']);
  t.deepEqual([validation?.name, validation?.fitted], ['csv/validation', train.fitted]);
  t.deepEqual(values(validation!), [2, 0, 1, 0, 1, 0]);
  const again = await load('csv', contents, { fitted: train.fitted, onChange: (line) => lines.push(line) });
  t.deepEqual([values(again.validation!), lines.length], [values(validation!), 1]);
});

test('without such a file there is no validation set', async (t) => {
  t.false('validation' in (await load('csv', table)));
  t.false('validation' in (await load('npy', arrays)));
});

test('validation.npy has labels and further arrays, and is standardized as the training set', async (t) => {
  const further = { '/data/train-dose.npy': array(1, 2), '/data/test-dose.npy': array(3) };
  const contents = {
    ...arrays,
    ...further,
    '/data/validation.npy': array(2, 6, 1),
    '/data/validation-labels.npy': classes(1, 0, 1),
    '/data/validation-dose.npy': array(7, 8, 9),
  };
  for (const stream of [false, true]) {
    const raw = await load('npy', contents, { stream });
    t.deepEqual([...raw.validation!.labels!], [1, 0, 1]);
    t.deepEqual(values(raw.validation!.others!['dose']!), [7, 8, 9]);
    t.deepEqual(values(standardized(raw, 'standard').validation!), [0, 4, -1]);
    const { validation } = await load('npy', contents, { stream, standardize: 'standard' });
    t.deepEqual(values(validation!), [0, 4, -1]);
  }
  const { '/data/validation-dose.npy': _, ...without } = contents;
  await t.throwsAsync(load('npy', without), {
    message: 'There is train-dose.npy in /data, but no validation-dose.npy.',
  });
});

test('the subfolder validation of image folders is the validation set', async (t) => {
  const contents = {
    '/data/train/cat/1.png': grey(0),
    '/data/train/dog/1.png': grey(255),
    '/data/validation/dog/1.png': grey(51),
    '/data/test/cat/1.png': grey(102),
  };
  const lines: string[] = [];
  const { validation } = await load('images', contents, { onChange: (line) => lines.push(line) });
  t.deepEqual(lines, ['The folder validation is the validation set: 1 example']);
  t.deepEqual([values(validation!), validation!.labels], [[Math.fround(0.2)], Uint8Array.of(1)]);
});

test('throws an error with the row of a missing value in the validation set', async (t) => {
  const contents = { ...table, '/data/validation.csv': 'a,b\n,x\n' };
  await t.throwsAsync(load('csv', contents, { missing: 'error' }), { message: /validation\.csv, row 1/ });
});

for (const [name, contents, file] of [
  ['csv', table, 'validation.parquet'],
  ['npy', arrays, 'validation.csv'],
  ['npy', arrays, 'validation.npz'],
] as const) {
  test(`a ${file} that the data set ${name} would not read is an error`, async (t) => {
    const error = await t.throwsAsync(load(name, { ...contents, [`/data/${file}`]: 'a\n1\n' }), {
      instanceOf: HelmholtzError,
      message: `/data has ${file}, which is not read beside its training set.`,
    });
    t.truthy(error.hint);
  });
}
