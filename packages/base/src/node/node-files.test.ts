import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import test from 'ava';

import { conform } from '../testing/conform.js';
import { nodeFiles } from './node-files.js';

conform(test, async (t) => ({ files: nodeFiles(), folder: await temporaryFolder(t) }));

test('relative paths begin at the root', async (t) => {
  const root = await temporaryFolder(t);
  const files = nodeFiles(root);
  await files.makeFolder('a/b');
  await files.writeAtomic('a/b/c', '1');
  t.deepEqual(await readdir(join(root, 'a', 'b')), ['c']);
  t.is(files.absolute('a'), join(root, 'a'));
  t.deepEqual(await files.list('a/b'), ['c']);
});

test('a pipe or a device is neither a file nor a folder', async (t) => {
  if (!existsSync('/dev/null')) return t.pass();
  const folder = await temporaryFolder(t);
  await symlink('/dev/null', join(folder, 'device'));
  return t.is((await nodeFiles().stat(join(folder, 'device')))?.kind, 'other');
});

test('files are removed at exit, unless that was cancelled', async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, 'inner'));
  const module = JSON.stringify(new URL('./node-files.js', import.meta.url).href);
  const code = `const files = (await import(${module})).nodeFiles(${JSON.stringify(folder)});
    for (const name of ['goes', 'stays']) await files.writeAtomic(name, '');
    files.removeAtExit('goes'); files.removeAtExit('stays')(); process.exit(3);`;
  const { status } = spawnSync(process.execPath, ['--input-type=module', '-e', code], { stdio: 'inherit' });
  t.is(status, 3);
  t.deepEqual((await readdir(folder)).sort(), ['inner', 'stays']);
});
