import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import test, { type ExecutionContext } from 'ava';

import { helmholtz, json, newFolder } from './cli-process.js';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

/** Data that the run was trained on. */
const data = ['--data-dir', fixture('patterns')];

/*
 * Written by the version before run.json, on the backend cpu, with what it then printed:
 *
 *     helmholtz train vae --dataset npy --data-dir /tmp/patterns --epochs 2 --latent 2 --hidden 8 \
 *       --batch-size 10
 */
async function oldRun(t: ExecutionContext): Promise<string> {
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  const path = join(folder, 'old');
  await cp(fixture('run-of-version-1'), path, { recursive: true });
  return path;
}

test('a folder of version 1 is evaluated, sampled from and reported on', async (t) => {
  const run = await oldRun(t);
  const { test: set } = await json<{ test: { nelbo: number } }>(
    t,
    'evaluate',
    run,
    ...data,
    '--backend',
    'cpu',
  );
  t.true(Math.abs(set.nelbo - 3.0111420154571533) < 1e-5, String(set.nelbo));
  for (const argv of [
    ['sample', run, '--out', join(run, '..', 'samples.npy')],
    ['report', run],
  ]) {
    const { code, stderr } = await helmholtz(...argv, ...data);
    t.is(code, 0, stderr);
  }
});

test('a folder of version 1 is resumed with the numbers that the older version gave, and becomes one of version 3', async (t) => {
  const run = await oldRun(t);
  const options = ['--epochs', '4', '--backend', 'cpu', '--no-report', '--quiet', ...data];
  const { code, stderr } = await helmholtz('train', '--resume', run, ...options);
  t.is(code, 0, stderr);
  const rows = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  const last = JSON.parse(rows.at(-1) ?? '') as { epoch: number; step: number; test: { nelbo: number } };
  t.deepEqual([last.epoch, last.step], [4, 16]);
  t.true(Math.abs(last.test.nelbo - 2.985379219055176) < 1e-5, String(last.test.nelbo));
  t.deepEqual(JSON.parse(await readFile(join(run, 'run.json'), 'utf8')), {
    format: 'helmholtz-run',
    version: 3,
  });
});

test('throws an error with a hint for a folder of a newer version', async (t) => {
  const run = await oldRun(t);
  await writeFile(join(run, 'run.json'), JSON.stringify({ format: 'helmholtz-run', version: 4, more: [] }));
  for (const argv of [
    ['evaluate', run],
    ['sample', run, '--out', join(run, '..', 'samples.npy')],
    ['train', '--resume', run],
    ['report', run],
  ]) {
    const { code, stderr } = await helmholtz(...argv);
    t.not(code, 0);
    t.regex(
      stderr,
      /^error: .*old is a run's folder of version 4; this Helmholtz reads up to version 3\.\n {2}hint: Update Helmholtz: [^\n]*$/m,
    );
  }
});
