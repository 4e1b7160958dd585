/** New examples from files, with the parameters fitted to the training data. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import test, { type ExecutionContext } from 'ava';

import { loadDataset } from './load-dataset.js';
import { loadExamples } from './load-examples.js';
import { encodeNpy } from './npy/encode-npy.js';
import { exampleReaders } from './readers/readers.js';
import { values } from './testing/read-all.js';

const rows = (shift: number): string =>
  ['age,ward', ...Array.from({ length: 8 }, (_, row) => `${row + shift + 0.5},${'ab'[row % 2]!}`), ''].join(
    '\n',
  );

async function folderOf(t: ExecutionContext, files: Record<string, string | Uint8Array>): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [name, contents] of Object.entries(files)) await writeFile(join(folder, name), contents);
  return folder;
}

test('rows of a file are read as the training set would have them, without a training set', async (t) => {
  const folder = await folderOf(t, { 'train.csv': rows(0), 'test.csv': rows(1), 'new.csv': rows(1) });
  const { train, test: testSet } = await loadDataset('csv', { dataDir: folder });
  const lines: string[] = [];
  const dataset = await loadExamples(join(folder, 'new.csv'), {
    fitted: train.fitted!,
    onWarning: (line) => lines.push(line),
  });
  t.deepEqual(values(dataset), values(testSet));
  t.deepEqual(lines, []);
});

test('another train.csv beside new rows changes nothing; none is needed', async (t) => {
  const folder = await folderOf(t, { 'train.csv': rows(0), 'test.csv': rows(1) });
  const { fitted } = (await loadDataset('csv', { dataDir: folder })).train;
  const beside = await folderOf(t, { 'train.csv': rows(1), 'test.csv': rows(1) });
  const alone = await folderOf(t, { 'test.csv': rows(1) });
  const expected = values((await loadDataset('csv', { dataDir: folder })).test);
  t.deepEqual(values((await loadDataset('csv', { dataDir: beside, fitted })).test), expected);
  const { train, test: testSet } = await loadDataset('csv', { dataDir: alone, fitted });
  t.deepEqual(values(testSet), expected);
  t.is(train.size, 0);
  t.throws(() => train.read([0], new Float32Array(3), { next: () => 0 }), {
    message: /^There is no train\.csv in/,
  });
});

test('far rows are reported with their columns and how many deviations they are off', async (t) => {
  const folder = await folderOf(t, { 'train.csv': rows(0), 'test.csv': rows(0), 'new.csv': rows(40) });
  const { fitted } = (await loadDataset('csv', { dataDir: folder })).train;
  const lines: string[] = [];
  await loadExamples(join(folder, 'new.csv'), { fitted: fitted!, onWarning: (line) => lines.push(line) });
  // 0.5 to 7.5: mean 4, deviation sqrt(63 / 12) = 2.29; 40 is 17.5 of them.
  t.deepEqual(lines, [
    'new.csv is far from the training data: age (mean 44; 4 in training, 17 deviations away). Check that the units are the same.',
  ]);
});

test('columns that the model does not know are left out, and reported', async (t) => {
  const extra = rows(0).replaceAll('\n', ',x\n').replace('ward,x', 'ward,extra');
  const folder = await folderOf(t, { 'train.csv': rows(0), 'test.csv': rows(0), 'new.csv': extra });
  const { fitted } = (await loadDataset('csv', { dataDir: folder })).train;
  const lines: string[] = [];
  await loadExamples(join(folder, 'new.csv'), { fitted: fitted!, onWarning: (line) => lines.push(line) });
  t.deepEqual(lines, ['new.csv has columns that the model does not use; they are ignored: extra.']);
});

test('arrays are standardized by the training examples; classes and other inputs lie beside', async (t) => {
  const array = (...data: number[]) => encodeNpy({ shape: [2, 2], data: Float32Array.from(data) });
  const depth = encodeNpy({ shape: [2], data: Float32Array.of(7, 8) });
  const folder = await folderOf(t, {
    'train.npy': array(1, 10, 3, 30),
    'test.npy': array(1, 10, 3, 30),
    'train-depth.npy': depth,
    'test-depth.npy': depth,
    'x.npy': array(2, 20, 4, 40),
    'x-depth.npy': depth,
    'x-labels.npy': encodeNpy({ shape: [2], data: Uint8Array.of(1, 0) }),
    'y.npy': array(2, 20, 4, 40),
  });
  const { train } = await loadDataset('npy', { dataDir: folder, standardize: 'standard' });
  t.deepEqual(values(train), [-1, -1, 1, 1]);
  const fitted = train.fitted!;
  const dataset = await loadExamples(join(folder, 'x.npy'), { fitted });
  t.deepEqual(values(dataset), [0, 0, 2, 2]);
  t.deepEqual(dataset.labels, Uint8Array.of(1, 0));
  t.deepEqual(values(dataset.others!['depth']!), [7, 8]);
  await t.throwsAsync(loadExamples(join(folder, 'y.npy'), { fitted }), {
    message: /there is no .*y-depth\.npy/,
  });
});

test('new arrays have the axes of the training examples: another order is an error, flat ones are not', async (t) => {
  const array = (...shape: number[]) =>
    encodeNpy({ shape: [2, ...shape], data: Float32Array.from({ length: 12 }, (_, at) => at) });
  const folder = await folderOf(t, {
    'train.npy': array(2, 3),
    'test.npy': array(2, 3),
    'same.npy': array(2, 3, 1),
    'flat.npy': array(6),
    'turned.npy': array(3, 2),
  });
  const { fitted } = (await loadDataset('npy', { dataDir: folder, standardize: 'none' })).train;
  for (const name of ['same.npy', 'flat.npy'])
    t.is((await loadExamples(join(folder, name), { fitted: fitted! })).size, 2, name);
  await t.throwsAsync(loadExamples(join(folder, 'turned.npy'), { fitted: fitted! }), {
    message: /turned\.npy has examples of shape \[3, 2\], and the training examples have \[2, 3\]\./,
  });
  await writeFile(join(folder, 'test.npy'), array(3, 2));
  await t.throwsAsync(loadDataset('npy', { dataDir: folder, fitted: fitted! }), { message: /\[3, 2\]/ });
});

test('rejects files of unknown formats and names the known formats', async (t) => {
  const folder = await folderOf(t, {
    'train.csv': rows(0),
    'test.csv': rows(0),
    'new.xyz': '',
    'x.npy': encodeNpy({ shape: [1, 1], data: Float32Array.of(1) }),
  });
  await mkdir(join(folder, 'pictures'));
  const fitted = (await loadDataset('csv', { dataDir: folder })).train.fitted!;
  const refused: Record<string, RegExp> = {
    'none.csv': /^There is no file .*none\.csv\.$/,
    'new.xyz': /^New examples can't be read from the file .*new\.xyz\.$/,
    pictures: /^pictures is an image or a folder, and the model was trained on a table\.$/,
    'x.npy': /^x\.npy is an array, and the model was trained on a table\.$/,
  };
  for (const [name, message] of Object.entries(refused)) {
    const error = await t.throwsAsync(loadExamples(join(folder, name), { fitted }), {
      instanceOf: HelmholtzError,
      message,
    });
    t.truthy(error.hint);
  }
});

test('a reader of another format is one object in a list', async (t) => {
  const folder = await folderOf(t, { 'train.csv': rows(0), 'test.csv': rows(0), 'new.tab': rows(0) });
  const { fitted } = (await loadDataset('csv', { dataDir: folder })).train;
  const tab = { ...exampleReaders[0]!, name: 'tab', extensions: ['.tab'] };
  const dataset = await loadExamples(join(folder, 'new.tab'), {
    fitted: fitted!,
    readers: [...exampleReaders, tab],
  });
  t.is(dataset.size, 8);
});
