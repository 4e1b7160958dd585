import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test, { type ExecutionContext } from 'ava';

import { HelmholtzError } from '../errors.js';
import { parseSpec } from '../spec/parse.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { describeEnvironment } from './environment.js';
import type { MetricsRow } from './metrics-row.js';
import { RunDirectory } from './run-directory.js';

const spec = parseSpec({
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
  seed: 3,
});

const row = (epoch: number): MetricsRow => ({
  epoch,
  step: epoch * 10,
  seconds: 0.5,
  learningRate: 1e-3,
  train: { nelbo: 100 / epoch, kl: 1, expectedLogLikelihood: 1 - 100 / epoch },
  validation: { nelbo: 101 / epoch },
});

async function newRun(t: ExecutionContext): Promise<RunDirectory> {
  return RunDirectory.create(join(await temporaryFolder(t), 'runs', 'a'));
}

async function refused(t: ExecutionContext, work: Promise<unknown>, kind: string): Promise<string> {
  const error = await t.throwsAsync(work, { instanceOf: HelmholtzError });
  t.is(error.kind, kind as typeof error.kind);
  t.truthy(error.hint);
  t.false(error.message.includes('\n'));
  return error.message;
}

test('makes a folder and those on the way to it', async (t) => {
  const run = await newRun(t);
  t.deepEqual((await readdir(run.path)).sort(), ['checkpoints', 'figures']);
});

test('takes an empty folder that is there', async (t) => {
  const path = await temporaryFolder(t);
  await RunDirectory.create(path);
  t.deepEqual((await readdir(path)).sort(), ['checkpoints', 'figures']);
});

test('refuses a folder that holds anything, and touches nothing in it', async (t) => {
  const path = await temporaryFolder(t);
  await writeFile(join(path, '.hidden'), 'mine');
  const message = await refused(t, RunDirectory.create(path), 'usage');
  t.is(message, `The output folder ${path} is not empty (it holds .hidden).`);
  t.deepEqual(await readdir(path), ['.hidden']);
  t.is(await readFile(join(path, '.hidden'), 'utf8'), 'mine');
});

test('refuses a path that is a file, or leads through one', async (t) => {
  const file = join(await temporaryFolder(t), 'file');
  await writeFile(file, 'mine');
  for (const path of [file, join(file, 'run')]) {
    t.is(await refused(t, RunDirectory.create(path), 'storage'), `Could not create ${path}: ENOTDIR.`);
  }
  t.is(await readFile(file, 'utf8'), 'mine');
});

test('opens the folder of a run and no other', async (t) => {
  const { path } = await newRun(t);
  const message = await refused(t, RunDirectory.open(path), 'usage');
  t.is(message, `${path} is not the folder of a run: it has no spec.yaml.`);
  await refused(t, RunDirectory.open(join(path, 'none')), 'usage');
  await mkdir(join(path, 'spec.yaml'));
  await refused(t, RunDirectory.open(path), 'usage');
});

test('a spec comes back from its file, which a person can read', async (t) => {
  const run = await newRun(t);
  await run.writeSpec(spec);
  t.deepEqual(await (await RunDirectory.open(run.path)).readSpec(), spec);
  t.regex(await readFile(join(run.path, 'spec.yaml'), 'utf8'), /^recipe: vae\n/);
});

test('a spec that someone broke is refused with its file and place', async (t) => {
  const run = await newRun(t);
  await run.write('spec.yaml', 'recipe: vae\nlatents: 5\n');
  t.regex(await refused(t, run.readSpec(), 'usage'), /spec\.yaml at \w+: /);
  await run.write('spec.yaml', 'recipe: [\n');
  t.regex(await refused(t, run.readSpec(), 'usage'), /spec\.yaml can't be read as YAML/);
});

test('a spec that went away while the run was open', async (t) => {
  const run = await newRun(t);
  t.regex(await refused(t, run.readSpec(), 'storage'), /spec\.yaml: ENOENT/);
});

test('the environment is written as JSON', async (t) => {
  const run = await newRun(t);
  const environment = describeEnvironment({
    helmholtz: '1.2.3',
    tensorflowjs: '4.5.6',
    backend: 'cpu',
    command: 'train',
    plugins: [],
  });
  await run.writeEnvironment(environment);
  t.deepEqual(JSON.parse(await readFile(join(run.path, 'environment.json'), 'utf8')), environment);
});

test('metrics are one line of JSON each, readable after every one of them', async (t) => {
  const run = await newRun(t);
  await run.appendMetrics(row(1));
  t.deepEqual(await run.readMetrics(), [row(1)]);
  await run.appendMetrics(row(2));
  t.deepEqual(await run.readMetrics(), [row(1), row(2)]);
  const text = await readFile(join(run.path, 'metrics.jsonl'), 'utf8');
  t.is(text, `${JSON.stringify(row(1))}\n${JSON.stringify(row(2))}\n`);
});

test('a last line that was cut off is left out, wherever it was cut', async (t) => {
  const run = await newRun(t);
  const whole = `${JSON.stringify(row(1))}\n`;
  const cut = JSON.stringify(row(2));
  for (let length = 0; length <= cut.length; length++) {
    await run.write('metrics.jsonl', whole + cut.slice(0, length));
    t.deepEqual(await run.readMetrics(), [row(1)], `cut at ${length}`);
  }
});

test('a damaged line in the middle is refused with its number', async (t) => {
  const run = await newRun(t);
  await run.write('metrics.jsonl', `${JSON.stringify(row(1))}\n{"epoch":\n${JSON.stringify(row(3))}\n`);
  t.regex(await refused(t, run.readMetrics(), 'data'), /metrics\.jsonl, line 2 is not JSON/);
});

test('metrics that are not there', async (t) => {
  const run = await newRun(t);
  t.is(
    await refused(t, run.readMetrics(), 'storage'),
    `Could not read ${join(run.path, 'metrics.jsonl')}: ENOENT.`,
  );
});

test('the best and the last checkpoint are files of their own', async (t) => {
  const run = await newRun(t);
  const checkpoint = (value: number) => ({
    spec,
    weights: new Map([['w', { shape: [1], values: Float32Array.of(value) }]]),
    optimizer: [],
    epoch: value,
    step: value,
  });
  t.false(await run.hasCheckpoint('best'));
  await run.writeCheckpoint('best', checkpoint(1));
  t.true(await run.hasCheckpoint('best'));
  t.false(await run.hasCheckpoint('last'));
  await run.writeCheckpoint('last', checkpoint(2));
  t.deepEqual(await run.readCheckpoint('best'), checkpoint(1));
  t.deepEqual(await run.readCheckpoint('last'), checkpoint(2));
  t.deepEqual((await readdir(join(run.path, 'checkpoints'))).sort(), [
    'best.safetensors',
    'last.safetensors',
  ]);
});

test('a checkpoint that is missing or damaged says which file it is', async (t) => {
  const run = await newRun(t);
  t.regex(await refused(t, run.readCheckpoint('best'), 'storage'), /best\.safetensors: ENOENT/);
  await run.write('checkpoints/best.safetensors', Uint8Array.of(1, 2, 3));
  t.regex(await refused(t, run.readCheckpoint('best'), 'data'), /best\.safetensors is not a readable/);
});
