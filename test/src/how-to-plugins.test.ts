/**
 * The files of the pages in docs/how-to that add a part: what they test passes, and what they
 * register trains.
 */
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import test, { type ExecutionContext } from 'ava';

import { json, newFolder } from './cli-process.js';

const pages = new URL('../../docs/how-to/', import.meta.url);
/** What a project of a reader's own has installed. */
const installed = {
  test: ['@helmholtz', '@tensorflow', 'inversify'],
  'packages/core': ['zod'],
};
const run = promisify(execFile);

/** A folder with the files that a page gives, each under the name in its first line. */
async function tutorial(t: ExecutionContext, page: string, expected: readonly string[]): Promise<string> {
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  const text = await readFile(new URL(page, pages), 'utf8');
  const files = [...text.matchAll(/```js\n\/\/ ([\w.-]+\.js)\n([^]*?)```/g)];
  t.deepEqual(
    files.map(([, file]) => file),
    expected,
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

for (const [page, name, argv, isTested] of [
  ['add-a-likelihood.md', 'logistic', ['vae', '--likelihood', 'logistic'], true],
  ['add-a-recipe.md', 'skip-vae', ['skip-vae'], true],
  [
    'add-a-flow.md',
    'sinh-arcsinh',
    ['vae', '--set', 'posterior={ name: flow, steps: [sinhArcsinh, affineCoupling] }'],
    true,
  ],
  [
    'add-a-posterior-or-prior.md',
    'logistic-posterior',
    ['vae', '--set', 'posterior=logistic', '--set', 'prior=logistic'],
    false,
  ],
  ['write-a-plugin.md', 'noise', ['vae', '--dataset', 'noise'], false],
] as const) {
  test.serial(`${page}: ${name} trains${isTested ? ', and its test passes' : ''}`, async (t) => {
    const files = isTested ? [`${name}.js`, `${name}.test.js`] : [`${name}.js`];
    const folder = await tutorial(t, page, files);
    if (isTested) {
      const tested = await run(process.execPath, ['--test', `${name}.test.js`], { cwd: folder });
      t.regex(tested.stdout, /^(#|ℹ) fail 0$/m);
    }
    const short = ['--epochs', '2', '--batch-size', '500', '--hidden', '8', '--no-report', '--quiet'];
    const paths = ['--plugin', join(folder, `${name}.js`), '--out', join(folder, 'run')];
    const { test: metrics } = await json<{ test: { nelbo: number } }>(
      t,
      'train',
      ...argv,
      ...short,
      ...paths,
    );
    t.true(Number.isFinite(metrics.nelbo));
  });
}
