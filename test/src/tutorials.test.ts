/** The files of docs/how-to/extending.md's tutorials: what they test passes, and what they register trains. */
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import test, { type ExecutionContext } from 'ava';

import { json, newFolder } from './cli-process.js';

const page = new URL('../../docs/how-to/extending.md', import.meta.url);
/** What a project of a reader's own has installed. */
const installed = {
  test: ['@helmholtz', '@tensorflow', 'inversify'],
  'packages/core': ['zod'],
};
const run = promisify(execFile);

/** A folder with the files that the page gives, each under the name in its first line. */
async function tutorial(t: ExecutionContext, name: string): Promise<string> {
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  const blocks = (await readFile(page, 'utf8')).matchAll(/```js\n\/\/ ([\w.-]+)\n([^]*?)```/g);
  const files = [...blocks].filter(([, file]) => file!.startsWith(name));
  t.deepEqual(
    files.map(([, file]) => file),
    [`${name}.js`, `${name}.test.js`],
  );
  await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [, file, text] of files) await writeFile(join(folder, file!), text!);
  await mkdir(join(folder, 'node_modules'));
  for (const [workspace, packages] of Object.entries(installed)) {
    for (const one of packages) {
      const target = fileURLToPath(new URL(`../../${workspace}/node_modules/${one}`, import.meta.url));
      await symlink(target, join(folder, 'node_modules', one), 'dir');
    }
  }
  return folder;
}

for (const [name, argv] of [
  ['logistic', ['vae', '--likelihood', 'logistic']],
  ['skip-vae', ['skip-vae']],
] as const) {
  test.serial(`${name}: its test passes, and it trains`, async (t) => {
    const folder = await tutorial(t, name);
    const tested = await run(process.execPath, ['--test', `${name}.test.js`], { cwd: folder });
    t.regex(tested.stdout, /^(#|ℹ) fail 0$/m);
    const short = ['--epochs', '2', '--batch-size', '500', '--hidden', '8', '--no-report', '--quiet'];
    const files = ['--plugin', join(folder, `${name}.js`), '--out', join(folder, 'run')];
    const { test: held } = await json<{ test: { nelbo: number } }>(t, 'train', ...argv, ...short, ...files);
    t.true(Number.isFinite(held.nelbo));
  });
}
