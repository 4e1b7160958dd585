import { type ChildProcess, spawn } from 'node:child_process';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import test, { type ExecutionContext } from 'ava';

import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { watchedFiles } from './watch.js';

const dense = (units: number) => ({
  class_name: 'Sequential',
  config: {
    name: 'm',
    layers: [{ class_name: 'Dense', config: { name: 'd', units, batch_input_shape: [null, 3] } }],
  },
});

/** Waits for a line on a stream of a process. */
async function says(process: ChildProcess, stream: 'stdout' | 'stderr', line: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    process[stream]!.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (line.test(text)) resolve();
    });
    process.on('exit', () => reject(new Error(`it ended and had said: ${text}`)));
  });
}

async function watching(t: ExecutionContext) {
  const folder = await temporaryFolder(t);
  const [model, out] = [join(folder, 'model.json'), join(folder, 'model.svg')];
  await writeFile(model, JSON.stringify(dense(5)));
  const bin = fileURLToPath(new URL('../../bin/helmholtz.js', import.meta.url));
  const child = spawn(process.execPath, [bin, 'draw', model, '--shapes', '--watch', '--out', out]);
  t.teardown(() => child.kill('SIGKILL'));
  return { child, model, out };
}

test('a saved file is drawn again, a damaged file is reported, and Ctrl-C ends watching', async (t) => {
  t.timeout(60_000);
  const { child, model, out } = await watching(t);
  await Promise.all([says(child, 'stdout', /wrote /), says(child, 'stderr', /watching .*model\.json/)]);
  t.regex(await readFile(out, 'utf8'), /\(batch, 5\)/);

  // As many programs save: another file takes its place.
  await writeFile(`${model}.new`, JSON.stringify(dense(6)));
  const redrawn = says(child, 'stdout', /wrote /);
  await rename(`${model}.new`, model);
  await redrawn;
  t.regex(await readFile(out, 'utf8'), /\(batch, 6\)/);

  const warned = says(child, 'stderr', /warning: .*model\.json is not JSON/);
  await writeFile(model, '{');
  await warned;
  t.regex(await readFile(out, 'utf8'), /\(batch, 6\)/);

  const ended = new Promise((resolve) => child.on('exit', resolve));
  child.kill('SIGINT');
  t.is(await ended, 0);
});

test('--watch needs a spec file and --out', async (t) => {
  await t.throwsAsync(watchedFiles(['vae'], 'vae.svg'), {
    message: /--watch needs a file, but vae is not a file/,
  });
  await t.throwsAsync(watchedFiles(['model.yaml'], undefined), {
    message: '--watch needs --out.',
  });
});
