import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test, { type ExecutionContext } from 'ava';

import { HelmholtzError } from '../errors.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { writeFileAtomic } from './atomic-write.js';

const onLinux = existsSync('/dev/full') ? test : test.skip;

async function refused(t: ExecutionContext, path: string): Promise<HelmholtzError> {
  const error = await t.throwsAsync(writeFileAtomic(path, 'new'), { instanceOf: HelmholtzError });
  t.is(error.kind, 'storage');
  t.true(error.message.startsWith(`Could not write ${path}: `));
  t.truthy(error.hint);
  return error;
}

test('replaces a file by text or bytes, and leaves no other file', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a.txt');
  await writeFileAtomic(path, 'old and long');
  t.is(await readFile(path, 'utf8'), 'old and long');
  await writeFileAtomic(path, Uint8Array.of(0, 255, 10));
  t.deepEqual(await readFile(path), Buffer.from([0, 255, 10]));
  t.deepEqual(await readdir(folder), ['a.txt']);
});

onLinux('a full disk leaves the old contents, and no temporary file', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a.txt');
  await writeFile(path, 'old');
  // The temporary file is a device without space.
  await symlink('/dev/full', `${path}.${process.pid}.tmp`);
  const { message, hint } = await refused(t, path);
  t.regex(message, /ENOSPC/);
  t.regex(hint!, /disk is full/);
  t.is(await readFile(path, 'utf8'), 'old');
  t.deepEqual(await readdir(folder), ['a.txt']);
});

// Root may write anywhere.
const asUser = process.getuid?.() === 0 ? test.skip : test;

asUser('a folder without permission leaves the old contents', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'a.txt');
  await writeFile(path, 'old');
  await chmod(folder, 0o500);
  const { message, hint } = await refused(t, path);
  await chmod(folder, 0o700);
  t.regex(message, /EACCES/);
  t.regex(hint!, /no permission/);
  t.is(await readFile(path, 'utf8'), 'old');
  t.deepEqual(await readdir(folder), ['a.txt']);
});

test('a folder in the place of the file stays, and no temporary file', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'a', 'inside'), { recursive: true });
  await refused(t, join(folder, 'a'));
  t.deepEqual(await readdir(folder), ['a']);
  t.deepEqual(await readdir(join(folder, 'a')), ['inside']);
});

test('a file in the place of a folder of the path stays', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'file'), 'old');
  const { message, hint } = await refused(t, join(folder, 'file', 'a.txt'));
  t.regex(message, /ENOTDIR/);
  t.is(hint, 'A part of the path is a file, not a folder.');
  t.is(await readFile(join(folder, 'file'), 'utf8'), 'old');
});

test('a folder that is not there is not made', async (t) => {
  const folder = await temporaryFolder(t);
  t.regex((await refused(t, join(folder, 'none', 'a.txt'))).message, /ENOENT/);
  t.deepEqual(await readdir(folder), []);
});

test('a name that is too long', async (t) => {
  const folder = await temporaryFolder(t);
  t.regex((await refused(t, join(folder, 'a'.repeat(300)))).message, /ENAMETOOLONG/);
  t.deepEqual(await readdir(folder), []);
});
