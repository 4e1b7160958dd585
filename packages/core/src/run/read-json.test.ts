import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { readJsonFile } from './read-json.js';

test('reads JSON, and names a file that is not JSON', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-'));
  t.teardown(() => rm(folder, { recursive: true }));
  const path = join(folder, 'model.json');
  await writeFile(path, '{"a": [1]}');
  t.deepEqual(await readJsonFile(path), { a: [1] });
  await writeFile(path, '{"a": [1]');
  const error = await t.throwsAsync(readJsonFile(path), { instanceOf: HelmholtzError });
  t.is(error.kind, 'data');
  t.true(error.message.startsWith(`${path} is not JSON: `));
  const missing = await t.throwsAsync(readJsonFile(join(folder, 'no.json')), { instanceOf: HelmholtzError });
  t.is(missing.kind, 'storage');
});
