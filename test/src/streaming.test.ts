import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeNpy } from '@helmholtz/datasets';
import test from 'ava';

import { helmholtz, json, newFolder } from './cli-process.js';

interface Result {
  readonly train: Record<string, number>;
  readonly test: Record<string, number>;
}

test('arrays that stay in their files, and fit into one chunk, train to the same numbers as in memory', async (t) => {
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  const data = Float32Array.from({ length: 400 * 6 }, (_, i) => Math.sin(i * i));
  for (const part of ['train', 'test'])
    await writeFile(join(folder, `${part}.npy`), encodeNpy({ shape: [400, 6], data }));
  const options = ['--dataset', 'npy', '--data-dir', folder, '--likelihood', 'normal', '--hidden', '8'];
  const train = (name: string, ...more: string[]): Promise<Result> =>
    json<Result>(t, 'train', 'vae', ...options, '--epochs', '3', '--out', join(folder, name), ...more);

  const streamed = await train('streamed', '--stream', '--no-report');
  const inMemory = await train('held', '--no-report');
  t.deepEqual(streamed.test, inMemory.test);
  const evaluated = await json<Result>(t, 'evaluate', join(folder, 'streamed'));
  // Trained by a compiled graph, evaluated a kernel at a time: sums are rounded in another order.
  t.true(Math.abs(evaluated.test['nelbo']! - streamed.test['nelbo']!) < 1e-5);
});

test('data that cannot be streamed are an error at once', async (t) => {
  const { code, stderr } = await helmholtz('train', '--stream', '--out', 'nowhere');
  t.is(code, 2);
  t.regex(stderr, /The data set "digits" can't be streamed\.\n {2}hint: .*mnist, fashion-mnist, npy/);
});
