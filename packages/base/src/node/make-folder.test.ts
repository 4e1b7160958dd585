import { existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';

import { HelmholtzError } from '../errors.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { makeFolder } from './make-folder.js';

test('makes a folder and those on the way to it, and leaves one that is there as it is', async (t) => {
  const folder = await temporaryFolder(t);
  await makeFolder(join(folder, 'a', 'b', 'c'));
  await writeFile(join(folder, 'a', 'b', 'file'), 'mine');
  await makeFolder(join(folder, 'a', 'b'));
  t.deepEqual((await readdir(join(folder, 'a', 'b'))).sort(), ['c', 'file']);
});

test('takes a path with a slash at its end, or relative', async (t) => {
  const folder = await temporaryFolder(t);
  await makeFolder(`${folder}/a/b/`);
  t.deepEqual(await readdir(join(folder, 'a')), ['b']);
  await t.notThrowsAsync(makeFolder('.'));
});

test('many at once make the same folder', async (t) => {
  const path = join(await temporaryFolder(t), 'a', 'b');
  await t.notThrowsAsync(Promise.all(Array.from({ length: 10 }, () => makeFolder(path))));
});

test('a file in its place or on the way stays', async (t) => {
  const file = join(await temporaryFolder(t), 'file');
  await writeFile(file, 'mine');
  for (const path of [file, join(file, 'a', 'b')]) {
    const error = await t.throwsAsync(makeFolder(path), { instanceOf: HelmholtzError });
    t.is(error.kind, 'storage');
    t.is(error.message, `Could not create ${file}: EEXIST.`);
    t.truthy(error.hint);
  }
  t.is(await readFile(file, 'utf8'), 'mine');
});

const onLinux = existsSync('/proc/self') ? test : test.skip;

onLinux('ends where nobody can make a folder, whoever asks', async (t) => {
  t.timeout(5000);
  const error = await t.throwsAsync(makeFolder('/proc/a/b'), { instanceOf: HelmholtzError });
  t.is(error.message, 'Could not create /proc/a: ENOENT.');
});
