import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type SpecInput, trainAssembly, type TrainedAssembly, type TrainingCallback } from '@helmholtz/core';
import { describeEnvironment, type Environment, RunDirectory } from '@helmholtz/core/run';
import { arrayDataset } from '@helmholtz/datasets';
import { assemble } from '@helmholtz/recipes';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import test, { type ExecutionContext } from 'ava';

import { type OpenedRun, openRun } from '../run/open-run.js';
import type { TrainedRun } from '../run/trained-run.js';
import { images, run as untrained } from '../testing/squares.js';
import { tinySpec } from '../testing/tiny-spec.js';
import { report, writeReport } from './report.js';

const data = { train: images, test: images };

interface Trained {
  readonly run: TrainedRun & { readonly directory: RunDirectory };
  readonly training: TrainedAssembly;
  readonly environment: Environment;
  /** Opens the folder that the training left. */
  readonly open: () => Promise<OpenedRun>;
}

async function trained(
  t: ExecutionContext,
  changes: Partial<SpecInput> = {},
  callback: TrainingCallback = {},
): Promise<Trained> {
  const path = join(await temporaryFolder(t), 'run');
  const assembly = assemble(tinySpec({ seed: 1, training: { epochs: 3, batchSize: 5 }, ...changes }));
  const versions = { helmholtz: '0', tensorflowjs: '0', backend: 'cpu', command: 'helmholtz train' };
  const environment = describeEnvironment({ ...versions, plugins: [] });
  const training = await trainAssembly(assembly, {
    data,
    callbacks: [callback],
    async run() {
      const directory = await RunDirectory.create(path);
      await directory.writeEnvironment(environment);
      return directory;
    },
  });
  const directory = await RunDirectory.open(path);
  const open = () => openRun(path, { loadData: () => Promise.resolve(data) });
  return { run: { ...assembly, ...data, directory }, training, environment, open };
}

/** Times may differ: a folder holds those of whole epochs. */
function untimed<Content extends { readonly summary: object }>(content: Content): Content {
  return { ...content, summary: { ...content.summary, seconds: 0 } };
}

const trainings: readonly (readonly [string, Partial<SpecInput>, TrainingCallback?])[] = [
  ['a whole training', {}],
  [
    'a training that stopped early, with the best weights',
    {
      training: { epochs: 30, batchSize: 5, earlyStopping: { patience: 2, minDelta: 1 } },
      data: { validation: 4 },
    },
  ],
  [
    'an interrupted training',
    {},
    {
      onStep({ step }, state) {
        if (step === 4) state.stop('interrupted');
      },
    },
  ],
];

for (const [what, changes, callback] of trainings) {
  test(`a report from the folder of a run is the one that training writes: ${what}`, async (t) => {
    const { run, training, environment, open } = await trained(t, changes, callback);
    const first = await report(run, { training, environment });
    const again = await report(await open());
    t.deepEqual(untimed(again.content), untimed(first.content));
    t.is(again.content.notice !== undefined, what.includes('interrupted'));
    t.deepEqual([...again.files.keys()], [...first.files.keys()]);
    t.deepEqual(again.files.get('figures/samples.svg'), first.files.get('figures/samples.svg'));
  });
}

test('a report is written into the folder of its run, and its progress is reported', async (t) => {
  const { open } = await trained(t);
  const run = await open();
  const done: number[] = [];
  const path = await writeReport(run, { onProgress: (progress) => done.push(progress.done) });
  t.is(path, `${run.directory.path}/report.html`);
  t.true((await readFile(path, 'utf8')).startsWith('<!doctype html>'));
  t.true((await readdir(join(run.directory.path, 'figures'))).includes('nelbo.svg'));
  t.deepEqual(done, [0, 1, 2, 3, 4]);
});

test('a run without a folder has a report only with the result of training', async (t) => {
  await t.throwsAsync(report(untrained), { message: /has no folder/ });
});

test('an aborted report is not drawn', async (t) => {
  const { open } = await trained(t);
  const signal = AbortSignal.abort();
  await t.throwsAsync(report(await open(), { signal }), { message: /^Interrupted: / });
});

test('a report of data without images lists the omitted figures', async (t) => {
  const vectors = arrayDataset({ name: 'vectors', shape: [4], data: [[0, 0, 1, 1]] });
  const { run, training, environment } = await trained(t);
  const { content } = await report({ ...run, train: vectors, test: vectors }, { training, environment });
  t.deepEqual(Object.keys(content.omitted ?? {}).sort(), [
    'interpolation',
    'manifold',
    'reconstructions',
    'samples',
  ]);
});
