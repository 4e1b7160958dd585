import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { type Outcome, runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let plugin: string;

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  plugin = await tinyPlugin(folder);
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

function train(out: string, ...argv: string[]): Promise<Outcome> {
  const declared = ['--dataset', 'bars', '--hidden', '4', '--epochs', '1', '--batch-size', '16'];
  const how = ['--backend', 'cpu', '--no-report', '--json', '--plugin', plugin, '--out', join(folder, out)];
  return runMain('train', ...declared, ...how, ...argv);
}

const testOf = ({ stdout }: Outcome): unknown => (JSON.parse(stdout) as { test: unknown }).test;

serial('--weights starts from the weights of a run, and the spec names the run', async (t) => {
  const first = await train('first', '--epochs', '3');
  const from = ['--weights', join(folder, 'first')];
  const still = await train('still', ...from, '--optimizer', 'sgd', '--learning-rate', '1e-30');
  t.deepEqual(testOf(still), testOf(first));

  const again = await runMain(
    ...['train', join(folder, 'still', 'spec.yaml'), '--backend', 'cpu', '--no-report', '--json'],
    ...['--plugin', plugin, '--out', join(folder, 'again')],
  );
  t.deepEqual(testOf(again), testOf(first));
});

serial('weights that do not fit the model are an error before anything is written', async (t) => {
  const wider = await train('wider', '--weights', join(folder, 'first'), '--hidden', '5');
  t.is(wider.code, 1);
  t.regex(wider.stderr, /The weight ".*" has shape \[.*4\], not \[.*5\]/);
  await t.throwsAsync(access(join(folder, 'wider')), { code: 'ENOENT' });

  const none = await train('none', '--weights', join(folder, 'nowhere'));
  t.is(none.code, 2);
  t.regex(none.stderr, /nowhere/);
  await t.throwsAsync(access(join(folder, 'none')), { code: 'ENOENT' });
});

serial('--resume with --weights is an error', async (t) => {
  const { code, stderr } = await runMain('train', '--resume', join(folder, 'first'), '--weights', 'other');
  t.is(code, 2);
  t.regex(stderr, /--resume can't be combined with --weights/);
});
