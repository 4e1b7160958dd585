import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';

import { arrayDataset } from '../array-dataset.js';
import type { DatasetPair } from '../dataset.js';
import { loadDataset, type LoadOptions } from '../load-dataset.js';
import { loadExamples } from '../load-examples.js';
import { encodeNpy } from '../npy/encode-npy.js';
import { values } from '../testing/read-all.js';
import { windowsOf } from './windows-of.js';

const range = (length: number, from = 0): Float32Array => Float32Array.from({ length }, (_, at) => from + at);
const npy = (shape: readonly number[], data: Float32Array | Uint8Array): Uint8Array =>
  encodeNpy({ shape, data });

const load = (contents: Record<string, Uint8Array>, options: LoadOptions = {}): Promise<DatasetPair> =>
  loadDataset('npy', { dataDir: '/data', files: memoryFiles(contents), ...options });

test('one long series is cut into windows that overlap', (t) => {
  const series = arrayDataset({ name: 'series', shape: [2], data: range(12) });
  const windows = windowsOf(series, { length: 3, hop: 2 });
  t.deepEqual([windows.size, windows.shape], [2, [3, 2]]);
  t.deepEqual([...values(windows)], [0, 1, 2, 3, 4, 5, 4, 5, 6, 7, 8, 9]);
  t.deepEqual(windows.identifiers, [{ name: 'start', values: ['0', '2'] }]);
});

test('several series are cut one by one, and keep their classes', (t) => {
  const series = arrayDataset({ name: 'series', shape: [5, 1], data: range(10), labels: [0, 1] });
  const windows = windowsOf(series, { length: 2, hop: 2 });
  t.deepEqual([...values(windows)], [0, 1, 2, 3, 5, 6, 7, 8]);
  t.deepEqual([...windows.labels!], [0, 0, 1, 1]);
  t.deepEqual(
    windows.identifiers?.map((each) => each.values),
    [
      ['0', '0', '1', '1'],
      ['0', '2', '0', '2'],
    ],
  );
});

test('a window has the class that all its steps have', (t) => {
  const series = arrayDataset({ name: 'series', shape: [1], data: range(6), labels: [0, 0, 0, 1, 1, 1] });
  t.deepEqual([...windowsOf(series, { length: 2, hop: 2 }).labels!], [0, -1, 1]);
});

test('the end of one long series is the test set, and no window is on both sides', async (t) => {
  const contents = { '/data/train.npy': npy([100], range(100)) };
  const lines: string[] = [];
  const { train, test: held } = await load(contents, {
    window: { length: 5, hop: 1 },
    testShare: 0.2,
    onChange: (line) => lines.push(line),
  });
  t.deepEqual([train.size, held.size], [76, 16]);
  t.deepEqual([Math.max(...values(train)), Math.min(...values(held))], [79, 80]);
  t.deepEqual(lines, [
    'train.npy: 76 windows of 5 steps; the last 20 % of the steps are the test set, 16 windows',
  ]);
});

test('masks and further arrays are cut in the same way, and so are new files', async (t) => {
  const contents = {
    '/data/train.npy': npy([6, 2], range(12)),
    '/data/train-dose.npy': npy([6], range(6, 50)),
    '/data/train-mask.npy': npy([6], Float32Array.of(1, 1, 1, 0, 1, 1)),
    '/data/test.npy': npy([4, 2], range(8)),
    '/data/test-dose.npy': npy([4], range(4, 70)),
    '/data/test-mask.npy': npy([4], new Float32Array(4).fill(1)),
  };
  const options = { window: { length: 2 } };
  const { train, test: held } = await load(contents, options);
  t.deepEqual([...values(train)], [0, 1, 2, 3, 4, 5, NaN, NaN, 8, 9, 10, 11]);
  t.deepEqual([...values(train.others!['dose']!)], [50, 51, 52, 53, 54, 55]);
  t.is(held.size, 2);
  const files = memoryFiles({
    '/new.npy': npy([5, 2], range(10)),
    '/new-dose.npy': npy([5], range(5)),
  });
  const fresh = await loadExamples('/new.npy', { fitted: train.fitted!, files });
  t.deepEqual([fresh.size, ...values(fresh)], [2, 0, 1, 2, 3, 4, 5, 6, 7]);
});

test('a streamed series has the same windows as one in memory', async (t) => {
  const contents = { '/data/train.npy': npy([50, 3], range(150)), '/data/test.npy': npy([20, 3], range(60)) };
  const options = { window: { length: 8, hop: 3 } };
  const [held, streamed] = [
    await load(contents, options),
    await load(contents, { ...options, stream: true }),
  ];
  t.deepEqual(values(streamed.train), values(held.train));
  const several = {
    '/data/train.npy': npy([5, 10, 3], range(150)),
    '/data/test.npy': npy([2, 10, 3], range(60)),
  };
  t.deepEqual(
    values((await load(several, { ...options, stream: true })).train),
    values((await load(several, options)).train),
  );
});

test('uint8 series are grey levels or numbers, as without windows', async (t) => {
  const data = Uint8Array.from([0, 51, 102, 153, 204, 255]);
  const contents = { '/data/train.npy': npy([6, 1], data), '/data/test.npy': npy([2, 3, 1], data) };
  const { train, test: held } = await load(contents, { window: { length: 3 } });
  t.deepEqual([...values(train)], [0, 0.2, 0.4, 0.6, 0.8, 1].map(Math.fround));
  t.deepEqual([held.size, held.shape], [2, [3, 1]]);
});

test('what can not be cut is an error with a hint', async (t) => {
  const window = { length: 4 };
  const images = {
    '/data/train.npy': npy([2, 3, 3, 2], range(36)),
    '/data/test.npy': npy([1, 3, 3, 2], range(18)),
  };
  await t.throwsAsync(load(images, { window }), {
    message: /shape \[2, 3, 3, 2\], which data\.window does not cut/,
  });
  const short = { '/data/train.npy': npy([3], range(3)), '/data/test.npy': npy([9], range(9)) };
  const tooShort = await t.throwsAsync(load(short, { window }), { instanceOf: HelmholtzError });
  t.regex(tooShort.message, /data\.window has 4 steps, and the longest series has 3/);
  t.regex(tooShort.hint!, /^Give a series of 4 steps or more\./);
  const lengths = {
    ...short,
    '/data/train-length.npy': npy([3], range(3)),
    '/data/test-length.npy': npy([9], range(9)),
  };
  await t.throwsAsync(load(lengths, { window }), { message: /"length" gives lengths/ });
  const several = { '/data/train.npy': npy([3, 9, 1], range(27)) };
  await t.throwsAsync(load(several, { window }), { message: /train\.npy holds several series/ });
  await t.throwsAsync(load(short, { testShare: 0.2 }), { message: /data\.window is not given/ });
});
