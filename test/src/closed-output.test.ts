import { existsSync, openSync, closeSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';

import { bin, newFolder, start } from './cli-process.js';

test('training whose reader has closed stdout and stderr trains all epochs, and exits 141', async (t) => {
  const { folder, remove } = await newFolder();
  t.teardown(remove);
  const out = join(folder, 'run');
  const options = ['--hidden', '8', '--epochs', '3', '--batch-size', '3000', '--no-report'];
  const { child, finished, said } = start(['train', 'vae', ...options, '--out', out]);
  await said(/^training vae/m);
  child.stdout!.destroy();
  child.stderr!.destroy();
  t.is((await finished).code, 141);
  t.is((await readFile(join(out, 'metrics.jsonl'), 'utf8')).split('\n').length - 1, 3);
});

const full = '/dev/full';
const testWithFullDevice = existsSync(full) ? test : test.skip;

for (const [what, stdout, stderr, expected] of [
  ['stdout is full exits 1 and names the reason', full, 'pipe', 1],
  ['stderr is full exits 0', 'pipe', full, 0],
] as const) {
  testWithFullDevice(`a command whose ${what}`, async (t) => {
    const device = openSync(full, 'w');
    t.teardown(() => closeSync(device));
    const streams = [stdout, stderr].map((stream) => (stream === full ? device : stream));
    const child = spawn(process.execPath, [bin, 'list', 'recipes'], { stdio: ['ignore', ...streams] });
    let written = '';
    (child.stdout ?? child.stderr)!.on('data', (bytes: Buffer) => (written += bytes.toString()));
    const [code] = (await once(child, 'close')) as [number];
    t.is(code, expected);
    t.regex(
      written,
      expected === 0 ? /^ {2}vae /m : /^error: Could not write the output: ENOSPC\.\n {2}hint: /,
    );
  });
}
