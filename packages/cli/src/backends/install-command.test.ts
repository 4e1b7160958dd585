import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';

import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { installCommand } from './install-command.js';

test('inside a workspace its own pnpm adds a package, from its root', async (t) => {
  const root = await temporaryFolder(t);
  const inside = join(root, 'packages', 'cli', 'dist');
  await mkdir(inside, { recursive: true });
  await writeFile(join(root, 'pnpm-workspace.yaml'), 'packages: [packages/*]');
  await writeFile(join(root, 'package.json'), JSON.stringify({ packageManager: 'pnpm@10.1.2' }));
  t.is(installCommand('one', inside), `cd "${root}" && npx pnpm@10.1.2 add -w --allow-build=one one`);
});

test('outside, and where we are installed into a project with a workspace of its own, npm does', async (t) => {
  const root = await temporaryFolder(t);
  t.is(installCommand('one', root), 'npm install one');
  const installed = join(root, 'node_modules', '@helmholtz', 'cli', 'dist');
  await mkdir(installed, { recursive: true });
  await writeFile(join(root, 'pnpm-workspace.yaml'), 'packages: [packages/*]');
  t.is(installCommand('one', installed), 'npm install one');
});

test('here, the root of the clone has the version that it declares', (t) => {
  t.regex(installCommand('one'), /^(cd \S+ && )?npx pnpm@\d+\.\d+\.\d+ add -w --allow-build=one one$/);
});
