import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';

import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { installCommand } from './install-command.js';

test('inside a workspace, the command uses the pnpm of the workspace in its root', async (t) => {
  const root = await temporaryFolder(t);
  const inside = join(root, 'packages', 'cli', 'dist');
  await mkdir(inside, { recursive: true });
  await writeFile(join(root, 'pnpm-workspace.yaml'), 'packages: [packages/*]');
  await writeFile(join(root, 'package.json'), JSON.stringify({ packageManager: 'pnpm@10.1.2' }));
  t.is(installCommand('one', inside), `cd "${root}" && npx pnpm@10.1.2 add -w --allow-build=one one`);
});

test('outside a workspace, or installed as a dependency of another workspace, the command uses npm', async (t) => {
  const root = await temporaryFolder(t);
  t.is(installCommand('one', root), 'npm install one');
  const installed = join(root, 'node_modules', '@helmholtz', 'cli', 'dist');
  await mkdir(installed, { recursive: true });
  await writeFile(join(root, 'pnpm-workspace.yaml'), 'packages: [packages/*]');
  t.is(installCommand('one', installed), 'npm install one');
});

test('in the clone, the command uses pnpm in its root', (t) => {
  t.regex(installCommand('one'), /^(cd \S+ && )?npx pnpm@\d+\.\d+\.\d+ add -w --allow-build=one one$/);
});
