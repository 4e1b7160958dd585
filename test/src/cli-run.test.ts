import { readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test from 'ava';

import { type Finished, helmholtz, json, newFolder, start } from './cli-process.js';

// One run of the command is enough for most of these: each costs seconds.
const { serial } = test;

interface Result {
  readonly omitted?: Readonly<Record<string, string>>;
  readonly runDir: string;
  readonly train: Record<string, number>;
  readonly test: Record<string, number>;
  readonly epochs: number;
  readonly seconds: number;
  readonly stepsPerSecond: number;
  readonly backend: string;
}

const small = ['--hidden', '16', '--epochs', '1', '--batch-size', '500', '--seed', '1'];

let folder: string;
let remove: () => Promise<void>;
let run: string;
let trained: Finished;
let result: Result;

serial.before(async () => {
  ({ folder, remove } = await newFolder());
  run = join(folder, 'run');
  trained = await helmholtz('train', 'vae', ...small, '--out', run, '--json');
  result = JSON.parse(trained.stdout) as Result;
});

serial.after.always(() => remove());

serial('train --json writes one JSON object to stdout, and how it goes to stderr', (t) => {
  t.is(trained.code, 0, trained.stderr);
  t.is(trained.stdout, `${JSON.stringify(result)}\n`);
  for (const key of ['runDir', 'train', 'test', 'epochs', 'seconds', 'stepsPerSecond', 'backend']) {
    t.true(key in result, key);
  }
  t.is(result.runDir, run);
  t.is(result.epochs, 1);
  t.true(result.stepsPerSecond > 0 && Math.abs(result.stepsPerSecond - 18 / result.seconds) < 1e-6);
  for (const terms of [result.train, result.test]) {
    const { nelbo, expectedLogLikelihood, kl } = terms;
    t.true(Math.abs(nelbo! - (kl! - expectedLogLikelihood!)) < 1e-4 * nelbo!);
    t.is(terms['kl/z'], kl);
  }
  // Better than all pixels at a half, 784 log 2, after one epoch; and no better than a VAE of two
  // latents gets.
  t.true(result.test['nelbo']! < 543.4 && result.test['nelbo']! > 130, `${result.test['nelbo']}`);
  t.regex(trained.stderr, /^training vae on digits: 9000 examples, 1000 for the test, backend \w+$/m);
  t.regex(trained.stderr, /^epoch 1\/1 {2}.*train {2}nelbo \d.*test {2}nelbo \d/m);
});

serial('the run folder has all files', async (t) => {
  const files = (await readdir(run, { recursive: true })).sort();
  const figures = 'latent manifold nelbo reconstructions samples interpolation'.split(' ');
  const diagrams = 'decoder reparameterization encoder encoder-kl vae'.split(' ');
  t.deepEqual(
    files,
    [
      'checkpoints',
      'checkpoints/best.safetensors',
      'checkpoints/last.safetensors',
      'checkpoints/previous.safetensors',
      'environment.json',
      'figures',
      ...[...figures, ...diagrams].flatMap((name) => [`figures/${name}.png`, `figures/${name}.svg`]),
      'fitted.json',
      'metrics.jsonl',
      'run.json',
      'report.html',
      'spec.yaml',
    ].sort(),
  );
  const rows = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  t.is(rows.length, 1);
  const row = JSON.parse(rows[0]!) as { epoch: number; step: number; train: object; test: object };
  t.deepEqual([row.epoch, row.step], [1, 18]);
  t.deepEqual([row.train, row.test], [result.train, result.test]);
  const environment = JSON.parse(await readFile(join(run, 'environment.json'), 'utf8')) as Record<
    string,
    string
  >;
  t.is(environment['backend'], result.backend);
  t.is(environment['node'], process.version);
  t.regex(await readFile(join(run, 'spec.yaml'), 'utf8'), /^recipe: vae$/m);
});

serial('the report is one file that contains all figures', async (t) => {
  const html = await readFile(join(run, 'report.html'), 'utf8');
  t.regex(html, /^<!doctype html>/i);
  t.notRegex(html, /<script|<link|src="(?!data:)|url\((?!['"]?(data:|#))/);
  for (const text of ['recipe: vae', result.test['nelbo']!.toFixed(2), 'npx helmholtz train', 'viewport']) {
    t.true(html.includes(text), text);
  }
  t.true((html.match(/<svg /g) ?? []).length >= 11);
});

serial('evaluate gives the terms of the test set that training ended with', async (t) => {
  const evaluated = await json<Result>(t, 'evaluate', run);
  t.deepEqual(evaluated.test, result.test);
  t.deepEqual(Object.keys(evaluated), [
    'runDir',
    'train',
    'test',
    'standardErrors',
    'importanceSampling',
    'latents',
    'codes',
    'omitted',
    'epochs',
    'seconds',
    'stepsPerSecond',
    'backend',
  ]);
  t.deepEqual(evaluated.omitted, {
    bitsPerDim: '"x" has grey values, but a Bernoulli likelihood defines probabilities of 0 and 1 only.',
  });
  t.is(evaluated.epochs, 1);
  // The weights of the end are better than those on the way.
  t.true(evaluated.train['nelbo']! < result.train['nelbo']!);
});

async function comparable(path: string): Promise<unknown[]> {
  const metrics = (await readFile(join(path, 'metrics.jsonl'), 'utf8')).replaceAll(/"seconds":[^,]+,/g, '');
  const checkpoints = ['best', 'last'].map((name) =>
    readFile(join(path, 'checkpoints', `${name}.safetensors`)),
  );
  return [metrics, ...(await Promise.all(checkpoints))];
}

serial('the same seed gives the same bytes in another process; 0 and 1 are two seeds', async (t) => {
  const quick = ['--no-report', '--quiet'];
  const again = join(folder, 'again');
  const { code, stderr } = await start(['train', 'vae', ...small, '--out', again, ...quick]).finished;
  t.is(code, 0, stderr);
  t.is(stderr, '', '--quiet');
  t.deepEqual(await comparable(again), await comparable(run));
  const zero = join(folder, 'zero');
  t.is((await helmholtz('train', 'vae', ...small, '--seed', '0', '--out', zero, ...quick)).code, 0);
  const [metrics, best, last] = await comparable(zero);
  const [otherMetrics, otherBest, otherLast] = await comparable(run);
  t.notDeepEqual(metrics, otherMetrics);
  t.notDeepEqual(best, otherBest);
  t.notDeepEqual(last, otherLast);
});

serial('an existing run is not overwritten', async (t) => {
  const before = (await stat(join(run, 'checkpoints', 'last.safetensors'))).mtimeMs;
  const files = await readdir(run, { recursive: true });
  const { code, stdout, stderr } = await helmholtz('train', 'vae', ...small, '--out', run);
  t.is(code, 2);
  t.is(stdout, '');
  t.regex(stderr, /^error: The output folder .* is not empty .*\n {2}hint: .*\n$/);
  t.deepEqual(await readdir(run, { recursive: true }), files);
  t.is((await stat(join(run, 'checkpoints', 'last.safetensors'))).mtimeMs, before);
});

serial('a spec in YAML trains, and options go over it', async (t) => {
  const file = join(folder, 'my-model.yaml');
  await writeFile(
    file,
    `# Three latents, and a normal distribution of fixed scale.
recipe: vae
latents: [{ name: code, size: 3 }]
networks:
  recognition:
    - { layer: dense, units: 12, activation: tanh }
  generative:
    - { layer: dense, units: 12, activation: tanh }
likelihood: { name: normal, scale: 0.5 }
optimizer: { name: rmsprop, learningRate: 0.002 }
training: { epochs: 7, batchSize: 1000 }
seed: 5
`,
  );
  const out = join(folder, 'declared');
  const argv = ['train', file, '--epochs', '2', '--out', out, '--no-report', '--quiet'];
  const declared = await json<Result>(t, ...argv);
  t.is(declared.epochs, 2);
  t.true('kl/code' in declared.test);
  const rows = (await readFile(join(out, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  t.deepEqual(
    rows.map((row) => (JSON.parse(row) as { learningRate: number }).learningRate),
    [0.002, 0.002],
  );
  t.is((JSON.parse(rows[1]!) as { step: number }).step, 18);
});

serial('helmholtz --help prints the first command to try', async (t) => {
  const { code, stdout, stderr } = await helmholtz('--help');
  t.deepEqual([code, stderr], [0, '']);
  t.regex(stdout, /Start with:\n {2}\$ helmholtz train/);
});
