import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { tinyPlugin } from '../testing/tiny-plugin.js';

const { serial } = test;

let folder: string;
let run: string;
let plugin: string[];

serial.before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helmholtz-regression-'));
  run = join(folder, 'run');
  plugin = ['--plugin', await tinyPlugin(folder), '--backend', 'cpu'];
});

serial.after.always(async () => rm(folder, { recursive: true, force: true }));

serial('a Bayesian regression trains, and its report says why it has no pictures of examples', async (t) => {
  const options = ['--dataset', 'bars', '--epochs', '2', '--out', run];
  const { code, stdout, stderr } = await runMain(
    'train',
    'bayesian-softmax-regression',
    ...options,
    ...plugin,
  );
  t.is(code, 0, stderr);
  t.regex(stdout, /^test nelbo \d/m);
  t.regex(
    await readFile(join(run, 'report.html'), 'utf8'),
    /All examples share the latent .*, so an example has no code/,
  );
});

serial('evaluate prints the accuracy and the uncertainty of predictions', async (t) => {
  const { code, stdout, stderr } = await runMain(
    'evaluate',
    run,
    ...plugin,
    '--importance-samples',
    '20',
    '--quiet',
  );
  t.is(code, 0, stderr);
  t.regex(stdout, /^predictions of label, 20 draws for each of \d+ examples +test$/m);
  t.regex(stdout, /^accuracy +[01]\.\d{4} ± 0\.\d{4}$/m);
  t.regex(stdout, /^entropy of right \/ wrong predictions/m);
  t.regex(stdout, /^weight uncertainty of right \/ wrong predictions/m);
  t.notRegex(stdout, /bitsPerDim|activeUnits/);
  const json = await runMain('evaluate', run, ...plugin, '--json', '--examples', '4');
  const { predictions, latents } = JSON.parse(json.stdout) as {
    predictions: { accuracy: number; examples: number };
    latents: unknown;
  };
  t.is(predictions.examples, 4);
  t.true([0, 0.25, 0.5, 0.75, 1].includes(predictions.accuracy));
  t.is(latents, undefined);
});

for (const [command, words] of Object.entries({
  sample: 'There is nothing to sample.',
  reconstruct: 'Examples cannot be reconstructed.',
  interpolate: 'Examples cannot be interpolated.',
  traverse: 'The latents cannot be traversed.',
  manifold: 'There is no manifold to draw.',
  embed: 'Examples cannot be embedded.',
})) {
  serial(`${command} says that no example has a code`, async (t) => {
    const { code, stderr } = await runMain(command, run, ...plugin);
    t.not(code, 0);
    t.true(stderr.startsWith(`error: ${words} All examples share the latent "w"`), stderr);
    t.regex(stderr, /hint: Evaluate the model/);
  });
}

serial('the number of weights follows from the data', async (t) => {
  const options = ['--dataset', 'bars', '--latent', '3', '--out', join(folder, 'other')];
  const { code, stderr } = await runMain('train', 'bayesian-softmax-regression', ...options, ...plugin);
  t.not(code, 0);
  t.regex(stderr, /has the size 3/);
});
