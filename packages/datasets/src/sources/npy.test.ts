import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { loadDataset } from '../load-dataset.js';
import { encodeNpy, type NpyContents } from '../npy/encode-npy.js';
import { values } from '../testing/read-all.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';

async function folderOf(t: ExecutionContext, arrays: Record<string, NpyContents>): Promise<string> {
  const folder = await temporaryFolder(t);
  for (const [name, contents] of Object.entries(arrays))
    await writeFile(join(folder, `${name}.npy`), encodeNpy(contents));
  return folder;
}

const vectors = { shape: [2, 3], data: Float32Array.of(1, 2, 3, -4, 5, 0.5) };

for (const stream of [false, true]) {
  test(`arrays in a folder are a data set, ${stream ? 'streamed' : 'in memory'}`, async (t) => {
    const labels = { shape: [2], data: Float32Array.of(0, 7) };
    const dataDir = await folderOf(t, { train: vectors, test: vectors, 'train-labels': labels });
    const { train, test: testSet } = await loadDataset('npy', { dataDir, stream });
    t.deepEqual(values(train), Array.from(vectors.data));
    t.deepEqual([train.name, train.shape, train.labels], ['npy/train', [3], Uint8Array.of(0, 7)]);
    t.is(testSet.labels, undefined);
  });

  test(`bytes of any shape are grey levels, ${stream ? 'streamed' : 'in memory'}`, async (t) => {
    const images = { shape: [1, 1, 2], data: Uint8Array.of(0, 255) };
    const numbers = { shape: [2], data: Uint8Array.of(3, 255) };
    const load = async (array: typeof images) =>
      loadDataset('npy', { dataDir: await folderOf(t, { train: array, test: array }), stream });
    const { train } = await load(images);
    const { test: testSet } = await load(numbers);
    t.deepEqual(
      [train.shape, values(train)],
      [
        [1, 2, 1],
        [0, 1],
      ],
    );
    t.deepEqual([testSet.shape, values(testSet)], [[1], [Math.fround(3 / 255), 1]]);
  });
}

for (const stream of [false, true]) {
  test(`further arrays belong to the same examples, ${stream ? 'streamed' : 'in memory'}`, async (t) => {
    const depth = { shape: [2], data: Float32Array.of(7, 8) };
    const image = { shape: [2, 1, 2], data: Uint8Array.of(0, 255, 255, 0) };
    const part = (name: string) => ({ [name]: vectors, [`${name}-depth`]: depth, [`${name}-image`]: image });
    const dataDir = await folderOf(t, { ...part('train'), ...part('test') });
    const { train } = await loadDataset('npy', { dataDir, stream });
    t.deepEqual(Object.keys(train.others!), ['depth', 'image']);
    const { depth: numbers, image: images } = train.others!;
    t.deepEqual([numbers!.shape, values(numbers!)], [[1], [7, 8]]);
    t.deepEqual(
      [images!.shape, values(images!)],
      [
        [1, 2, 1],
        [0, 1, 1, 0],
      ],
      'bytes are images, as those of the first',
    );
    const { test: limited } = await loadDataset('npy', { dataDir, stream, limit: 1 });
    t.deepEqual([values(limited), values(limited.others!['depth']!)], [[1, 2, 3], [7]]);
  });
}

test('rejects further arrays of another size and names their files', async (t) => {
  const both = { train: vectors, test: vectors };
  const three = { shape: [3], data: Float32Array.of(1, 2, 3) };
  const two = { shape: [2], data: Float32Array.of(1, 2) };
  const uneven = await folderOf(t, { ...both, 'train-depth': two, 'test-depth': three });
  const lone = await folderOf(t, { ...both, 'test-depth': two });
  for (const [dataDir, message] of [
    [uneven, `${join(uneven, 'test-depth.npy')} holds 3 examples, and ${join(uneven, 'test.npy')} 2.`],
    [lone, `There is test-depth.npy in ${lone}, but no train-depth.npy.`],
  ] as const) {
    const error = await t.throwsAsync(loadDataset('npy', { dataDir }), { instanceOf: HelmholtzError });
    t.deepEqual([error.kind, error.message], ['data', message]);
  }
});

test('throws an error that names both shapes if the test set has other axes', async (t) => {
  const array = (...shape: number[]) => ({ shape, data: new Float32Array(12) });
  const load = async (train: number[], testShape: number[]) =>
    loadDataset('npy', { dataDir: await folderOf(t, { train: array(...train), test: array(...testShape) }) });
  for (const [train, other, shapes] of [
    [[2, 2, 3], [2, 3, 2], '[3, 2], and the training examples have [2, 3]'],
    [[2, 6], [2, 2, 3], '[2, 3], and the training examples have [6]'],
    [[2, 6], [3, 4], '[4], and the training examples have [6]'],
  ] as const) {
    const error = await t.throwsAsync(load([...train], [...other]), { instanceOf: HelmholtzError });
    t.true(error.message.endsWith(`test.npy has examples of shape ${shapes}.`), error.message);
  }
  await t.notThrowsAsync(load([2, 6], [2, 6, 1]));
});

test('rejects a folder without an array and names it', async (t) => {
  const dataDir = await folderOf(t, { train: vectors });
  const number = await folderOf(t, { train: { shape: [], data: Float32Array.of(1) }, test: vectors });
  for (const [options, message] of [
    [{}, /takes a folder, and none was given/],
    [{ dataDir }, /There is no test\.npy in /],
    [{ dataDir: number }, /holds one number/],
  ] as const)
    await t.throwsAsync(loadDataset('npy', options), { instanceOf: HelmholtzError, message });
});

test('rejects a label that is no class', async (t) => {
  const labels = { shape: [2], data: Float32Array.of(0, 0.5) };
  const dataDir = await folderOf(t, { train: vectors, test: vectors, 'train-labels': labels });
  await t.throwsAsync(loadDataset('npy', { dataDir }), { message: /label 0\.5 of example 1 is not a whole/ });
});

test('does not stream data that need to be in memory', async (t) => {
  const error = await t.throwsAsync(loadDataset('digits', { stream: true }), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, 'The data set "digits" can\'t be streamed.');
  t.regex(error.hint!, /mnist, fashion-mnist, npy/);
});
