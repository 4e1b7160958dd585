import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import test, { type ExecutionContext } from 'ava';

import { helmholtz, json, newFolder, start } from './cli-process.js';

const { serial } = test;

let folder: string;
let remove: () => Promise<void>;

serial.before(async () => {
  ({ folder, remove } = await newFolder());
});

serial.after.always(() => remove());

interface Evaluated {
  readonly test: { readonly nelbo: number };
  readonly epochs: number;
}

async function evaluated(t: ExecutionContext, run: string): Promise<Evaluated> {
  const result = await json<Evaluated>(t, 'evaluate', run, '--quiet', '--importance-samples', '0');
  t.true(Number.isFinite(result.test.nelbo));
  return result;
}

const epochs = async (run: string): Promise<number> =>
  (await readFile(join(run, 'metrics.jsonl'), 'utf8')).split('\n').length - 1;

serial('Ctrl-C in the middle of training exits 130 and leaves a run that can be used', async (t) => {
  const out = join(folder, 'interrupted');
  const argv = ['--hidden', '16', '--epochs', '1000', '--batch-size', '1000', '--no-report', '--json'];
  const { child, finished, said } = start(['train', 'vae', ...argv, '--out', out]);
  await said(/^epoch 2\//m);
  child.kill('SIGINT');
  const { code, stdout, stderr } = await finished;
  t.is(code, 130, stderr);
  t.regex(stderr, /^interrupted/m);
  const result = JSON.parse(stdout) as Evaluated & { reason: string };
  t.is(result.reason, 'interrupted');
  t.true(result.epochs >= 2 && result.epochs < 1000);
  t.is(await epochs(out), result.epochs);
  t.deepEqual((await evaluated(t, out)).test, result.test);
});

serial(
  'SIGTERM before the first epoch has ended, with early stopping, leaves one too, and exits 143',
  async (t) => {
    const out = join(folder, 'early');
    const argv = ['--hidden', '400', '--batch-size', '50', '--patience', '3', '--no-report', '--quiet'];
    const { child, finished } = start(['train', 'vae', ...argv, '--out', out]);
    while (!existsSync(join(out, 'checkpoints', 'last.safetensors'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGTERM');
    t.is((await finished).code, 143);
    t.is(await epochs(out), 0);
    t.is((await evaluated(t, out)).epochs, 0);
  },
);

serial('a second Ctrl-C does not wait', async (t) => {
  const argv = [
    'train',
    'vae',
    '--hidden',
    '16',
    '--batch-size',
    '1000',
    '--epochs',
    '1000',
    '--out',
    join(folder, 'twice'),
  ];
  const { child, finished, said } = start(argv);
  await said(/^epoch 1\//m);
  child.kill('SIGINT');
  await said(/^interrupted/m);
  const asked = performance.now();
  child.kill('SIGINT');
  t.is((await finished).code, 130);
  t.true(performance.now() - asked < 2000);
});

serial('a loss that becomes NaN ends training in one line, and the checkpoint before it stays', async (t) => {
  const out = join(folder, 'nan');
  const argv = ['--hidden', '16', '--batch-size', '1000', '--learning-rate', '1e30', '--out', out];
  const { code, stdout, stderr } = await helmholtz('train', 'vae', ...argv);
  t.is(code, 1);
  t.is(stdout, '');
  t.regex(
    stderr,
    /^error: (kl\/z|expectedLogLikelihood) became NaN at step \d \(epoch 1\); training stopped\.$/m,
  );
  t.regex(stderr, /^ {2}hint: Lower the learning rate/m);
  t.notRegex(stderr, /^ {4}at /m);
  // The weights that training began with: about a half for every pixel.
  const { test: terms, epochs: count } = await evaluated(t, out);
  t.is(count, 0);
  t.true(Math.abs(terms.nelbo - 784 * Math.log(2)) < 10);
});

const onLinux = existsSync('/dev/full') ? serial : serial.skip;

onLinux('a disk that fills up while training ends it in one line, and what was written stays', async (t) => {
  // From the second time on that the last checkpoint is written, it goes to a device without space.
  const preload = join(folder, 'full-disk.mjs');
  await writeFile(
    preload,
    `import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    const { open } = fs.promises;
    let count = 0;
    fs.promises.open = (path, ...rest) =>
      String(path).includes('last.safetensors') && ++count > 2 ? open('/dev/full', 'w') : open(path, ...rest);
    syncBuiltinESMExports();`,
  );
  const out = join(folder, 'full');
  const argv = ['train', 'vae', '--hidden', '16', '--batch-size', '1000', '--epochs', '5', '--out', out];
  const { finished } = start(argv, { nodeOptions: ['--import', preload] });
  const { code, stdout, stderr } = await finished;
  t.is(code, 1);
  t.is(stdout, '');
  t.regex(stderr, /^error: Could not write .*last\.safetensors: ENOSPC\.\n {2}hint: The disk is full/m);
  t.notRegex(stderr, /^ {4}at /m);
  t.is((await evaluated(t, out)).epochs, 1);
});

onLinux('output that can not be written is an error; a reader that has left is none', async (t) => {
  const shell = async (redirection: string): Promise<{ code: number | null; stderr: string }> => {
    const bin = fileURLToPath(new URL('../../packages/cli/bin/helmholtz.js', import.meta.url));
    const child = spawn('bash', ['-c', `"${process.execPath}" "${bin}" draw vae ${redirection}`]);
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stderr })));
  };
  t.deepEqual(await shell('> /dev/full'), {
    code: 1,
    stderr:
      'error: Could not write the output: ENOSPC.\n  hint: Check the space and the permissions of its disk.\n',
  });
  t.deepEqual(await shell('| true'), { code: 0, stderr: '' });
});
