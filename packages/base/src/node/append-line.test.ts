import { existsSync } from 'node:fs';
import { readFile, symlink } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';

import { HelmholtzError } from '../errors.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { appendLine } from './append-line.js';

test('a line comes after those before it, in a file that is made where there is none', async (t) => {
  const path = join(await temporaryFolder(t), 'lines');
  await appendLine(path, 'one');
  await appendLine(path, 'two, \u00e4');
  t.is(await readFile(path, 'utf8'), 'one\ntwo, \u00e4\n');
});

(existsSync('/dev/full') ? test : test.skip)('a full disk is reported with a hint', async (t) => {
  const path = join(await temporaryFolder(t), 'lines');
  await symlink('/dev/full', path);
  const error = await t.throwsAsync(appendLine(path, 'one'), { instanceOf: HelmholtzError });
  t.deepEqual([error.kind, error.message], ['storage', `Could not write ${path}: ENOSPC.`]);
  t.regex(error.hint!, /disk is full/);
});
