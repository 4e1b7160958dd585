import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';

import { HelmholtzError, toText } from '@helmholtz/base';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { readFileUpTo } from './read-file.js';

test('a file is read up to its bound', async (t) => {
  const path = join(await temporaryFolder(t), 'a');
  await writeFile(path, 'abc');
  t.is(toText(await readFileUpTo(path, 3)), 'abc');
  const error = await t.throwsAsync(readFileUpTo(path, 2), { instanceOf: HelmholtzError });
  t.is(error.kind, 'data');
  t.is(error.message, `${path} has 3 bytes, at most 2 were expected.`);
});

test('throws a storage error with the code of the system for a path that is not a file', async (t) => {
  const folder = await temporaryFolder(t);
  const kinds = { [join(folder, 'none')]: /ENOENT/, [folder]: /EISDIR/ };
  for (const [path, message] of Object.entries(kinds)) {
    const error = await t.throwsAsync(readFileUpTo(path, 9), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'storage');
  }
});

const unix = process.platform === 'win32' ? test.skip : test;

unix('a pipe, which nobody may ever write to, is not waited for', async (t) => {
  const pipe = join(await temporaryFolder(t), 'pipe');
  execFileSync('mkfifo', [pipe]);
  const error = await t.throwsAsync(readFileUpTo(pipe, 9), { instanceOf: HelmholtzError });
  t.is(error.kind, 'data');
});
