import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import test, { type ExecutionContext } from 'ava';

import { fitArray } from '../fitted/fit-array.js';
import { loadDataset } from '../load-dataset.js';
import { loadExamples } from '../load-examples.js';
import { values } from '../testing/read-all.js';

/** By tools/reference/npy.py. */
const { archives } = JSON.parse(
  readFileSync(new URL('../../../../tools/reference/npy.json', import.meta.url), 'utf8'),
) as { readonly archives: Readonly<Record<'stored' | 'deflated', string>> };
const expected = [-0.75, -0.5, -0.25, 0, 0.25, 0.5];

async function folderOf(t: ExecutionContext, train: Uint8Array, testSet = train): Promise<string> {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'train.npz'), train);
  await writeFile(join(folder, 'test.npz'), testSet);
  return folder;
}

for (const [how, base64] of Object.entries(archives)) {
  const archive = Buffer.from(base64, 'base64');

  test(`archives of NumPy are data sets: ${how}`, async (t) => {
    const dataDir = await folderOf(t, archive);
    const { train, test: testSet } = await loadDataset('npy', { dataDir });
    t.deepEqual([train.shape, train.labels, values(train)], [[3], Uint8Array.of(1, 0), expected]);
    t.deepEqual(values(testSet), expected);
    const fitted = fitArray(train);
    t.deepEqual(values(await loadExamples(join(dataDir, 'test.npz'), { fitted })), expected);
    await t.throwsAsync(loadDataset('npy', { dataDir, stream: true }), { message: /can't be streamed/ });
  });

  test(`no archive cut or changed anywhere gives other numbers: ${how}`, async (t) => {
    const dataDir = await folderOf(t, archive);
    const path = join(dataDir, 'test.npz');
    const load = async (bytes: Uint8Array): Promise<number[] | undefined> => {
      await writeFile(path, bytes);
      try {
        return values((await loadDataset('npy', { dataDir })).test);
      } catch (error) {
        t.true(error instanceof HelmholtzError, String(error));
        return undefined;
      }
    };
    for (let length = 0; length < archive.length; length += 7)
      t.is(await load(archive.subarray(0, length)), undefined, `${length} bytes`);
    for (let at = 0; at < archive.length; at += 5) {
      const changed = Buffer.from(archive);
      changed[at]! ^= 0x41;
      const read = await load(changed);
      if (read) t.deepEqual(read, expected, `byte ${at}`);
    }
  });
}

test('throws an error for an archive that claims to unpack to more than it can', async (t) => {
  const bomb = Buffer.from(archives.deflated, 'base64');
  const directory = bomb.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  bomb.writeUInt32LE(2 ** 31 - 1, directory + 24);
  const dataDir = await folderOf(t, bomb);
  await t.throwsAsync(loadDataset('npy', { dataDir }), { message: /train\.npz is damaged|unpacks to/ });
});

test('rejects other files and names their format', async (t) => {
  for (const bytes of [new Uint8Array(0), Buffer.from('\x93NUMPY'), Buffer.from('PK')]) {
    const dataDir = await folderOf(t, bytes);
    await t.throwsAsync(loadDataset('npy', { dataDir }), {
      instanceOf: HelmholtzError,
      message: /train\.npz is (not a zip archive|cut short)/,
    });
  }
});
