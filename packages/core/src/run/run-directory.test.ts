import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import test, { type ExecutionContext } from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { parseSpec } from '../spec/parse.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import type { Checkpoint } from './checkpoint.js';
import { describeEnvironment } from './environment.js';
import type { MetricsRow } from './metrics-row.js';
import { RunDirectory } from './run-directory.js';
import { decodeSafetensors, encodeSafetensors } from './safetensors.js';

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
  const run = await RunDirectory.create(join(await temporaryFolder(t), 'runs', 'a'));
  t.teardown(() => run.release());
  return run;
}

/** The names in a folder, but that of its lock. */
async function contents(path: string): Promise<string[]> {
  return (await readdir(path)).filter((name) => !name.endsWith('.lock')).sort();
}

async function refused(t: ExecutionContext, work: Promise<unknown>, kind: string): Promise<string> {
  const error = await t.throwsAsync(work, { instanceOf: HelmholtzError });
  t.is(error.kind, kind as typeof error.kind);
  t.truthy(error.hint);
  t.false(error.message.includes('\n'));
  return error.message;
}

test('creates a folder and its parents', async (t) => {
  const run = await newRun(t);
  t.deepEqual(await contents(run.path), ['checkpoints', 'figures', 'run.json']);
});

test('creates a run in an empty folder that exists', async (t) => {
  const path = await temporaryFolder(t);
  await (await RunDirectory.create(path)).release();
  t.deepEqual((await readdir(path)).sort(), ['checkpoints', 'figures', 'run.json']);
});

test('throws an error that names what a folder contains, and changes nothing in it', async (t) => {
  const path = await temporaryFolder(t);
  await writeFile(join(path, '.hidden'), 'mine');
  const message = await refused(t, RunDirectory.create(path), 'usage');
  t.is(message, `The output folder ${path} is not empty (it holds .hidden).`);
  t.deepEqual(await readdir(path), ['.hidden']);
  t.is(await readFile(join(path, '.hidden'), 'utf8'), 'mine');
});

test('a folder of a run that only began is reported, and is free for another run', async (t) => {
  const run = await newRun(t);
  await run.write('environment.json', '{}');
  const leftOver = [`spec.yaml.${process.pid}.tmp`, `environment.json.${process.pid}.tmp`];
  for (const name of leftOver) await run.write(name, 'recipe: ');
  await run.release();
  await writeFile(join(run.path, 'writer-0.lock'), '{}');
  for (const how of ['open', 'resume'] as const) {
    const message = await refused(t, RunDirectory[how](run.path), 'usage');
    t.is(message, `Nothing was trained in ${run.path}: the run was interrupted before its spec was written.`);
  }
  const again = await RunDirectory.create(run.path);
  t.deepEqual(await contents(run.path), ['checkpoints', 'environment.json', 'figures', 'run.json']);
  await t.throwsAsync(RunDirectory.create(run.path), { message: /^Another process writes to / });
  await again.release();
});

test('throws an error for a folder with other files of a run, and keeps them', async (t) => {
  const mine = ['spec.yaml', 'notes.tmp', 'metrics.jsonl', 'checkpoints/last.safetensors', 'figures/a.svg'];
  for (const name of mine) {
    const { path } = await RunDirectory.create(await temporaryFolder(t)).then(async (run) => {
      await run.write(name, 'mine');
      await run.release();
      return run;
    });
    t.regex(await refused(t, RunDirectory.create(path), 'usage'), /is not empty/, name);
    t.is(await readFile(join(path, name), 'utf8'), 'mine');
  }
});

test('throws a storage error for a path that is a file, or leads through a file', async (t) => {
  const file = join(await temporaryFolder(t), 'file');
  await writeFile(file, 'mine');
  for (const path of [file, join(file, 'run')]) {
    t.is(await refused(t, RunDirectory.create(path), 'storage'), `Could not create ${path}: ENOTDIR.`);
  }
  t.is(await readFile(file, 'utf8'), 'mine');
});

test('opens the folder of a run and no other', async (t) => {
  const path = join(await temporaryFolder(t), 'none');
  const message = await refused(t, RunDirectory.open(path), 'usage');
  t.is(message, `${path} is not the folder of a run: it has no spec.yaml.`);
  await mkdir(path);
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

test('throws an error with the file and the place of the mistake in a damaged spec', async (t) => {
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

test('an incomplete last line is ignored', async (t) => {
  const run = await newRun(t);
  const whole = `${JSON.stringify(row(1))}\n`;
  const cut = JSON.stringify(row(2));
  for (let length = 0; length <= cut.length; length++) {
    await run.write('metrics.jsonl', whole + cut.slice(0, length));
    t.deepEqual(await run.readMetrics(), [row(1)], `cut at ${length}`);
  }
});

test('throws an error with the number of a damaged line in the middle', async (t) => {
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

const checkpoint = (step: number): Checkpoint => ({
  spec,
  weights: new Map([['w', { shape: [1], values: Float32Array.of(step) }]]),
  optimizers: new Map(),
  memory: new Map(),
  epoch: 2,
  step,
  batch: 0,
  average: { count: 0, skipped: 0, sums: {} },
  history: [row(1), row(2)].map((each) => ({ ...each, seconds: 0 })),
});

const files = async (run: RunDirectory): Promise<string[]> =>
  (await readdir(join(run.path, 'checkpoints'))).sort();

test('the best and the last checkpoint are files of their own', async (t) => {
  const run = await newRun(t);
  t.false(await run.hasCheckpoint('best'));
  await run.writeCheckpoint(['best'], checkpoint(1));
  t.true(await run.hasCheckpoint('best'));
  t.false(await run.hasCheckpoint('last'));
  await run.writeCheckpoint(['last', 'epoch-2'], checkpoint(2));
  t.deepEqual(await run.readCheckpoint('best'), checkpoint(1));
  t.deepEqual(await run.readCheckpoint('last'), checkpoint(2));
  t.deepEqual(await files(run), ['best.safetensors', 'epoch-2.safetensors', 'last.safetensors']);
});

test('the former last checkpoint is kept as the previous', async (t) => {
  const run = await newRun(t);
  for (const step of [1, 2, 3]) await run.writeCheckpoint(['last'], checkpoint(step));
  t.is((await run.readCheckpoint('last')).step, 3);
  t.is((await run.readCheckpoint('previous')).step, 2);
  t.deepEqual(await files(run), ['last.safetensors', 'previous.safetensors']);
});

test('checkpointToResume returns the last checkpoint with the times of its epochs', async (t) => {
  const run = await newRun(t);
  t.is(await run.checkpointToResume(t.fail), undefined);
  await run.writeCheckpoint(['last'], checkpoint(20));
  await run.writeMetrics([{ ...row(1), seconds: 7 }]);
  const found = await run.checkpointToResume(t.fail);
  // The line of the second epoch was not written any more.
  t.deepEqual(found, {
    ...checkpoint(20),
    history: [row(1), row(2)].map((each) => ({ ...each, seconds: 7 })),
  });
  await run.write('metrics.jsonl', 'not JSON\n');
  t.deepEqual(await run.checkpointToResume(t.fail), checkpoint(20));
});

test('checkpointToResume logs a damaged last checkpoint and returns the furthest of the others', async (t) => {
  const run = await newRun(t);
  await run.writeCheckpoint(['best', 'epoch-1'], checkpoint(1));
  for (const step of [2, 3]) await run.writeCheckpoint(['last'], checkpoint(step));
  const last = run.checkpoints.path('last');
  const bytes = await readFile(last);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(last, bytes);
  const lines: string[] = [];
  t.is((await run.checkpointToResume((line) => lines.push(line)))!.step, 2);
  t.deepEqual(lines, [
    `${last} is damaged: its checksum does not match its contents.`,
    `Using ${run.checkpoints.path('previous')} instead, of step 2.`,
  ]);
  t.deepEqual(await files(run), [
    'best.safetensors',
    'epoch-1.safetensors',
    'last.safetensors.damaged',
    'previous.safetensors',
  ]);
});

test('a checkpoint of another form stays where it is, and none is taken instead', async (t) => {
  const run = await newRun(t);
  await run.writeCheckpoint(['last'], checkpoint(1));
  await run.writeCheckpoint(['last'], checkpoint(2));
  const { tensors, metadata } = decodeSafetensors(await readFile(run.checkpoints.path('last')), 'last');
  const { checksum: _, ...older } = metadata;
  await writeFile(run.checkpoints.path('last'), encodeSafetensors({ tensors, metadata: older }));
  const message = await refused(t, run.checkpointToResume(t.fail), 'data');
  t.regex(message, /last\.safetensors is a checkpoint of an older format than/);
  t.deepEqual(await files(run), ['last.safetensors', 'previous.safetensors']);
});

test('a checkpoint that may not be read is not damaged', async (t) => {
  const run = await newRun(t);
  await run.writeCheckpoint(['best', 'last'], checkpoint(1));
  const denied = new HelmholtzError('storage', 'Could not read last: EACCES.', {
    hint: 'a',
    cause: { code: 'EACCES' },
  });
  run.checkpoints.read = () => Promise.reject(denied);
  t.is(await t.throwsAsync(run.checkpointToResume(t.fail)), denied);
  t.deepEqual(await files(run), ['best.safetensors', 'last.safetensors']);
});

test('of two checkpoints of one step that whose epoch is done came further', async (t) => {
  const run = await newRun(t);
  await run.writeCheckpoint(['best'], checkpoint(20));
  await run.writeCheckpoint(['previous'], { ...checkpoint(20), epoch: 1, batch: 10 });
  t.is((await run.checkpointToResume(() => undefined))!.epoch, 2);
});

test('checkpointToResume throws an error and logs each file when no checkpoint can be read', async (t) => {
  const run = await newRun(t);
  await run.writeCheckpoint(['best', 'last'], checkpoint(1));
  for (const name of ['best', 'last'] as const) await writeFile(run.checkpoints.path(name), 'nothing');
  const lines: string[] = [];
  const message = await refused(
    t,
    run.checkpointToResume((line) => lines.push(line)),
    'data',
  );
  t.is(message, `No checkpoint of ${run.path} can be read: last, best are damaged.`);
  t.is(lines.length, 2);
  t.deepEqual(await files(run), ['best.safetensors', 'last.safetensors']);
});

test('checkpointToResume throws an error when the checkpoints of complete epochs are missing', async (t) => {
  const run = await newRun(t);
  await run.writeMetrics([]);
  t.is(await run.checkpointToResume(t.fail), undefined);
  await run.writeMetrics([row(1)]);
  const message = await refused(t, run.checkpointToResume(t.fail), 'data');
  t.is(
    message,
    `The checkpoints of ${run.path} are missing, but metrics.jsonl has epochs that were trained.`,
  );
});

test('a run that is created or resumed has one writer, and any number of readers', async (t) => {
  const run = await newRun(t);
  await run.writeSpec(spec);
  const { path } = await RunDirectory.open(run.path);
  t.regex(
    await refused(t, RunDirectory.resume(path), 'usage'),
    /^Another process writes to .*: process \d+ on /,
  );
  await run.release();
  const again = await RunDirectory.resume(path);
  await refused(t, RunDirectory.resume(path), 'usage');
  await again.release();
  t.deepEqual((await readdir(path)).sort(), ['checkpoints', 'figures', 'run.json', 'spec.yaml']);
});

test('of several that create one folder at the same time one does', async (t) => {
  const path = join(await temporaryFolder(t), 'a');
  const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => RunDirectory.create(path)));
  const created = outcomes.filter(({ status }) => status === 'fulfilled');
  t.true(created.length <= 1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') t.is((outcome.reason as HelmholtzError).kind, 'usage');
  }
});

test('nothing is written by one whose lock was taken away', async (t) => {
  const run = await newRun(t);
  const lock = (await readdir(run.path)).find((name) => name.endsWith('.lock'))!;
  await rm(join(run.path, lock));
  t.regex(await refused(t, run.appendMetrics(row(1)), 'usage'), /was removed/);
  t.regex(await refused(t, run.writeCheckpoint(['last'], checkpoint(1)), 'usage'), /was removed/);
  t.deepEqual(await files(run), []);
});

test('unfinished files of an interrupted run are removed when it resumes', async (t) => {
  const run = await newRun(t);
  await run.writeSpec(spec);
  await run.release();
  await run.write('checkpoints/last.safetensors.77.tmp', 'half');
  await run.write('metrics.jsonl.77.tmp', 'half');
  await (await RunDirectory.resume(run.path)).release();
  t.deepEqual((await readdir(run.path)).sort(), ['checkpoints', 'figures', 'run.json', 'spec.yaml']);
  t.deepEqual(await files(run), []);
});

test('throws an error that names the file of a missing or damaged checkpoint', async (t) => {
  const run = await newRun(t);
  t.regex(await refused(t, run.readCheckpoint('best'), 'storage'), /best\.safetensors: ENOENT/);
  await run.write('checkpoints/best.safetensors', Uint8Array.of(1, 2, 3));
  t.regex(await refused(t, run.readCheckpoint('best'), 'data'), /best\.safetensors is not a readable/);
});
