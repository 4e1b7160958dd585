import { memoryFiles } from '@helmholtz/base';
import test from 'ava';
import { zipSync } from 'fflate';

import type { DatasetPair } from '../dataset.js';
import { loadDataset, type LoadOptions } from '../load-dataset.js';
import { loadExamples } from '../load-examples.js';
import { values } from '../testing/read-all.js';
import { encodeNpy } from './encode-npy.js';

const x = (...data: number[]): Uint8Array =>
  encodeNpy({ shape: [data.length, 1], data: Float32Array.from(data) });
const y = (...data: number[]): Uint8Array => encodeNpy({ shape: [data.length], data: Uint8Array.from(data) });

const load = (arrays: Record<string, Uint8Array>, options: LoadOptions = {}): Promise<DatasetPair> =>
  loadDataset('npy', {
    dataDir: '/data',
    files: memoryFiles({ '/data/mnist.npz': zipSync(arrays) }),
    ...options,
  });

const whole = { 'x_train.npy': x(1, 2), 'y_train.npy': y(0, 1), 'x_test.npy': x(3), 'y_test.npy': y(1) };

test('one archive with the names of Keras holds both parts', async (t) => {
  const { train, test: testSet } = await load(whole);
  t.deepEqual([values(train), train.labels], [[1, 2], Uint8Array.of(0, 1)]);
  t.deepEqual([values(testSet), testSet.labels], [[3], Uint8Array.of(1)]);
});

test('errors about arrays of an archive name the array and the archive', async (t) => {
  await t.throwsAsync(load({ ...whole, 'y_test.npy': x(0.5) }), {
    message: 'y_test of /data/mnist.npz: label 0.5 of example 0 is not a whole number from 0 to 255.',
  });
  await t.throwsAsync(load({ 'x_train.npy': x(1) }), {
    message: '/data/mnist.npz has the array x_train, and no array x_test.',
  });
  await t.throwsAsync(load(whole, { stream: true }), {
    message: "mnist.npz is an archive and can't be streamed.",
  });
  const files = memoryFiles({ '/new.npz': zipSync({ 'x.npy': whole['x_test.npy'].subarray(0, 129) }) });
  const { fitted } = (await load(whole)).train;
  await t.throwsAsync(loadExamples('/new.npz', { fitted: fitted!, files }), {
    message: /^x of \/new\.npz is cut short: /,
  });
});
