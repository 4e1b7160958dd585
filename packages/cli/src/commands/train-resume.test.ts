import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { RunDirectory } from '@helmholtz/core/run';
import test from 'ava';

import { type Outcome, runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let plugin: string;
let interrupting: string;

/** Training set like `bars`; reading the 11th batch sends the process a signal. */
const interruptingPlugin = `
const bars = (index, i) => ((index % 2 === 0 ? i % 4 : i >> 2) === (index >> 1) % 4 ? 1 : 0);
const part = (name, size, onRead) => ({
  name, size, shape: [4, 4, 1],
  read(indices, out) {
    onRead(indices.length);
    Array.from(indices).forEach((index, row) => {
      for (let i = 0; i < 16; i++) out[row * 16 + i] = bars(index, i);
    });
  },
});
const load = async () => {
  let reads = 0;
  const onRead = (size) => {
    if (size === 16 && ++reads === 11) process.emit(process.env.INTERRUPT_BY);
  };
  return { train: part('bars/train', 64, onRead), test: part('bars/test', 20, () => {}) };
};
export default { datasets: [{ name: 'bars', description: 'bars', load }] };
`;

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  plugin = await tinyPlugin(folder);
  interrupting = join(folder, 'interrupting.mjs');
  await writeFile(interrupting, interruptingPlugin);
  const { code, stderr } = await begin('whole', '--plugin', plugin);
  if (code !== 0) throw new Error(stderr);
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

function begin(out: string, ...argv: string[]): Promise<Outcome> {
  const declared = ['--dataset', 'bars', '--hidden', '4', '--epochs', '4', '--batch-size', '16'];
  const how = ['--backend', 'cpu', '--no-report', '--json', '--out', join(folder, out)];
  return runMain('train', ...declared, ...how, ...argv);
}

function resume(run: string, ...argv: string[]): Promise<Outcome> {
  return runMain('train', '--resume', join(folder, run), '--no-report', ...argv);
}

async function left(run: string): Promise<unknown> {
  const metrics = await readFile(join(folder, run, 'metrics.jsonl'), 'utf8');
  const names = ['best', 'last'];
  const checkpoints = names.map((name) => readFile(join(folder, run, 'checkpoints', `${name}.safetensors`)));
  return [metrics.replaceAll(/"seconds":[^,]+/g, ''), ...(await Promise.all(checkpoints))];
}

for (const [signal, expected] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  serial(`${signal} in the middle of an epoch leaves a run that ends with the same bits`, async (t) => {
    process.env['INTERRUPT_BY'] = signal;
    const { code, stdout } = await begin(signal, '--plugin', interrupting);
    t.is(code, expected);
    t.is((JSON.parse(stdout) as { reason: string }).reason, 'interrupted');
    const run = await RunDirectory.open(join(folder, signal));
    const { epoch, step, batch } = await run.readCheckpoint('last');
    t.true(step > 4 && step < 16 && batch > 0, `step ${step} of epoch ${epoch + 1}`);
    const again = await resume(signal, '--plugin', plugin, '--json');
    t.is(again.code, 0, again.stderr);
    t.regex(
      again.stderr,
      new RegExp(`^resuming .* from step ${step}, in epoch ${epoch + 1} of 4: 64 examples`, 'm'),
    );
    t.deepEqual(await left(signal), await left('whole'));
    const files = await readdir(run.path);
    t.deepEqual(
      files.filter((name) => name.endsWith('.lock')),
      [],
    );
  });
}

serial('an interrupted run shows the command that resumes it', async (t) => {
  process.env['INTERRUPT_BY'] = 'SIGINT';
  const argv = ['--dataset', 'bars', '--hidden', '4', '--batch-size', '16', '--backend', 'cpu', '--quiet'];
  const out = join(folder, 'says');
  const { stdout } = await runMain('train', ...argv, '--no-report', '--plugin', interrupting, '--out', out);
  t.is(stdout.trim().split('\n').at(-1), `resume npx helmholtz train --resume ${out}`);
});

serial('--resume of a complete run prints its result again, and writes a missing report', async (t) => {
  const before = await left('whole');
  const { code, stdout, stderr } = await runMain(
    'train',
    '--resume',
    join(folder, 'whole'),
    '--plugin',
    plugin,
  );
  t.is(code, 0, stderr);
  t.regex(stderr, /^resuming .*, whose training is complete: /);
  t.regex(stdout, /^done after 4 epochs/);
  t.deepEqual(await left('whole'), before);
  t.true((await readdir(join(folder, 'whole'))).includes('report.html'));
});

serial(
  'a spec that was changed since the checkpoint is an error, or a warning with --accept-spec',
  async (t) => {
    const run = join(folder, 'changed');
    await cp(join(folder, 'whole'), run, { recursive: true });
    const spec = join(run, 'spec.yaml');
    await writeFile(spec, (await readFile(spec, 'utf8')).replace('activation: relu', 'activation: tanh'));
    const entry = 'networks.recognition.0.activation is "tanh", was "relu"';
    for (const argv of [
      ['evaluate', run, '--importance-samples', '0'],
      ['sample', run, '--count', '2', '--out', join(folder, 'changed.npy')],
      ['train', '--resume', run, '--epochs', '5', '--no-report'],
    ]) {
      const words = [...argv, '--plugin', plugin, '--backend', 'cpu'];
      const refused = await runMain(...words);
      t.is(refused.code, 1);
      t.true(
        refused.stderr.startsWith(
          `error: ${spec} is not the spec that its checkpoint was trained with: ${entry}`,
        ),
      );
      t.regex(refused.stderr, /accept the changed spec with --accept-spec\.$/m);
      const accepted = await runMain(...words, '--accept-spec');
      t.is(accepted.code, 0, accepted.stderr);
      t.regex(accepted.stderr, /^warning: .*activation.* The changed spec is used\.$/m);
    }
  },
);

serial('--resume of a complete run with more epochs equals a run with these epochs', async (t) => {
  t.is((await begin('longer', '--plugin', plugin, '--epochs', '2')).code, 0);
  const fewer = await resume('longer', '--plugin', plugin, '--epochs', '1');
  t.is(fewer.code, 2);
  t.regex(fewer.stderr, /error: 1 epochs were requested, but epoch 2 has already begun\./);
  const { code, stderr } = await resume('longer', '--plugin', plugin, '--epochs', '4');
  t.is(code, 0, stderr);
  t.regex(stderr, /^resuming .* from step 8, in epoch 3 of 4 instead of 2: /);
  t.deepEqual(await left('longer'), await left('whole'));
});

serial('a damaged checkpoint is reported, and the previous one is used', async (t) => {
  await cp(join(folder, 'whole'), join(folder, 'damaged'), { recursive: true });
  const last = join(folder, 'damaged', 'checkpoints', 'last.safetensors');
  await writeFile(last, (await readFile(last)).subarray(0, 500));
  const evaluated = await runMain(
    'evaluate',
    join(folder, 'damaged'),
    '--plugin',
    plugin,
    '--backend',
    'cpu',
  );
  t.is(evaluated.code, 0);
  t.regex(evaluated.stderr, /^warning: .*last\.safetensors is not a readable safetensors file/m);
  const { code, stderr } = await resume('damaged', '--plugin', plugin);
  t.is(code, 0, stderr);
  t.regex(stderr, /^warning: .*last\.safetensors is not a readable safetensors file/m);
  t.regex(stderr, /^warning: .*(best|previous)\.safetensors instead, of step (12|16)\.$/m);
  t.deepEqual(await left('damaged'), await left('whole'));
});

serial('--resume of a run without a checkpoint starts again', async (t) => {
  await cp(join(folder, 'whole'), join(folder, 'begun'), { recursive: true });
  await rm(join(folder, 'begun', 'checkpoints'), { recursive: true });
  await rm(join(folder, 'begun', 'metrics.jsonl'));
  const { code, stderr } = await resume('begun', '--plugin', plugin);
  t.is(code, 0, stderr);
  t.regex(stderr, /^resuming .* from the beginning: it has no checkpoint/m);
  t.deepEqual(await left('begun'), await left('whole'));
});

serial('--resume rejects options that the spec of the run sets', async (t) => {
  for (const argv of [['--batch-size', '9'], ['--seed', '1'], ['--out', 'elsewhere'], ['vae']]) {
    const { code, stderr } = await resume('whole', ...argv, '--plugin', plugin);
    t.is(code, 2, argv.join(' '));
    t.is(
      stderr,
      `error: --resume can't be combined with ${argv[0]}.\n` +
        `  hint: A resumed run keeps its spec; only --epochs may change. Train it again with: helmholtz train ${folder}/whole/spec.yaml ...\n`,
    );
  }
});

serial('a folder that another process writes to is left alone', async (t) => {
  const run = await RunDirectory.resume(join(folder, 'whole'));
  const { code, stderr } = await resume('whole', '--plugin', plugin);
  t.is(code, 2);
  t.regex(
    stderr,
    new RegExp(`^error: Another process writes to ${folder}/whole: process ${process.pid} on `),
  );
  await run.release();
  t.is((await resume('whole', '--plugin', plugin)).code, 0);
});

serial('--resume of a run with a plugin names the missing plugin', async (t) => {
  const { code, stderr } = await resume('whole');
  t.is(code, 2);
  t.true(stderr.includes(`hint: The run was trained with plugins. Add: --plugin ${plugin}`), stderr);
  t.is((await resume('whole', '--plugin', plugin)).code, 0, 'its lock was let go');
});

serial('--resume of a folder that is not a run is an error', async (t) => {
  const { code, stderr } = await resume('none');
  t.is(code, 2);
  t.regex(stderr, /none is not the folder of a run: it has no spec\.yaml\./);
});

serial('--resume warns about another machine or version, because the last bits may differ', async (t) => {
  const path = join(folder, 'whole', 'environment.json');
  const environment = JSON.parse(await readFile(path, 'utf8')) as object;
  await writeFile(path, JSON.stringify({ ...environment, node: 'v1.2.3' }));
  const { stderr } = await resume('whole', '--plugin', plugin);
  t.true(
    stderr.includes(
      `warning: The run began in another environment, so results may differ in the last bits: node was v1.2.3, is ${process.version}.`,
    ),
    stderr,
  );
});
