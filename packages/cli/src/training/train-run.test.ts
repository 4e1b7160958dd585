import { existsSync, readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import {
  HelmholtzError,
  type Metrics,
  type Objective,
  type Spec,
  evaluate,
  writeWeights,
} from '@helmholtz/core';
import type { RunDirectory } from '@helmholtz/core/run';
import { arrayDataset } from '@helmholtz/datasets';
import { type Scalar, mul } from '@tensorflow/tfjs-core';
import test from 'ava';

import { temporaryFolder } from '../testing/temporary-folder.js';
import { rememberingTerminal, tinyData, tinyModel, tinyRun, tinySpec } from '../testing/tiny-run.js';
import { finalCheckpoint } from './recorder.js';
import { defaultRunPath, trainRun } from './train-run.js';

/** The test set's terms at the weights of a checkpoint, in a model built anew. */
async function evaluated(run: RunDirectory, name: 'best' | 'last', spec: Spec): Promise<Metrics> {
  const { model, objective } = tinyModel({ ...spec, seed: 99 });
  writeWeights(model, (await run.readCheckpoint(name)).weights);
  const { batchSize } = spec.training;
  return evaluate(model, { data: tinyData().test, objective, batchSize, seed: spec.seed });
}

/** Aborts when the given step is done, as Ctrl-C does. */
function abortAfter(step: number): { objective: Objective; signal: AbortSignal } {
  const controller = new AbortController();
  const { objective } = tinyModel(tinySpec());
  return {
    signal: controller.signal,
    objective: {
      ...objective,
      coefficients(progress) {
        if (progress?.step === step - 1) controller.abort();
        return {};
      },
    },
  };
}

test('leaves a folder from which the trained model comes back', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  const options = tinyRun(path);
  const { run, result, environment, train, test: terms } = await trainRun(options);
  t.deepEqual((await readdir(path, { recursive: true })).sort(), [
    'checkpoints',
    'checkpoints/best.safetensors',
    'checkpoints/last.safetensors',
    'environment.json',
    'figures',
    'metrics.jsonl',
    'spec.yaml',
  ]);
  t.deepEqual(await run.readSpec(), options.spec);
  t.deepEqual(JSON.parse(await readFile(join(path, 'environment.json'), 'utf8')), environment);
  t.is(environment.command, 'helmholtz train');
  t.is(environment.backend, 'cpu');
  t.deepEqual(await run.readMetrics(), [...result.history]);
  t.deepEqual([result.reason, result.steps, result.history.length], ['completed', 9, 3]);
  t.deepEqual(train, result.history.at(-1)!.train);
  t.deepEqual(terms, result.history.at(-1)!.validation);
  t.deepEqual(await evaluated(run, 'last', options.spec), terms);
  const { epoch, step, optimizer, spec } = await run.readCheckpoint('last');
  t.deepEqual([epoch, step, spec], [3, 9, options.spec]);
  // Adam's count of steps, and its two moments of eight weights.
  t.is(optimizer.length, 17);
  t.is(await finalCheckpoint(run, options.spec), 'last');
});

test('the best checkpoint is that of the least test NELBO', async (t) => {
  const spec = tinySpec({
    training: { epochs: 6, batchSize: 16 },
    optimizer: { name: 'adam', learningRate: 2 },
  });
  const { run, result } = await trainRun(tinyRun(join(await temporaryFolder(t), 'run'), { spec }));
  const nelbos = result.history.map(({ validation }) => validation!['nelbo']!);
  const best = nelbos.indexOf(Math.min(...nelbos));
  t.true(best < 5, 'it rose again');
  t.is((await run.readCheckpoint('best')).epoch, best + 1);
  t.is((await evaluated(run, 'best', spec))['nelbo'], nelbos[best]);
  t.is((await evaluated(run, 'last', spec))['nelbo'], nelbos[5]);
});

for (const minDelta of [0, 0.05]) {
  test(`stopped early with minDelta ${minDelta}, it stands for the checkpoint that it tested`, async (t) => {
    const spec = tinySpec({
      training: { epochs: 30, batchSize: 16, earlyStopping: { patience: 2, minDelta } },
      optimizer: { name: 'adam', learningRate: minDelta === 0 ? 2 : 0.1 },
    });
    const trained = await trainRun(tinyRun(join(await temporaryFolder(t), 'run'), { spec }));
    const { run, result } = trained;
    t.is(result.reason, 'stoppedEarly');
    t.true(result.history.length < 30);
    t.is(await finalCheckpoint(run, spec), 'best');
    t.deepEqual(await evaluated(run, 'best', spec), trained.test);
    t.notDeepEqual(await evaluated(run, 'last', spec), trained.test);
    if (minDelta > 0) {
      const least = Math.min(...result.history.map(({ validation }) => validation!['nelbo']!));
      t.true(trained.test['nelbo']! > least, 'a lower one was not lower by enough');
    }
  });
}

for (const earlyStopping of [undefined, { patience: 2 }]) {
  test(`interrupted in its first epoch ${earlyStopping ? 'with' : 'without'} early stopping, it can be used`, async (t) => {
    const spec = tinySpec({ training: { epochs: 3, batchSize: 16, earlyStopping } });
    const options = { spec, ...abortAfter(2) };
    const trained = await trainRun(tinyRun(join(await temporaryFolder(t), 'run'), options));
    const { run, result } = trained;
    t.deepEqual([result.reason, result.steps, result.history.length], ['interrupted', 2, 0]);
    t.is(await finalCheckpoint(run, spec), 'last');
    t.is((await run.readCheckpoint('last')).step, 2);
    t.deepEqual(await evaluated(run, 'last', spec), trained.test);
    t.deepEqual(await run.readMetrics(), []);
    t.notDeepEqual(trained.train, trained.test);
    t.true(trained.train['nelbo']! > 0, 'the mean over the steps that were done');
  });
}

test('interrupted before its first step, it has no terms of training', async (t) => {
  const signal = AbortSignal.abort();
  const trained = await trainRun(tinyRun(join(await temporaryFolder(t), 'run'), { signal }));
  t.deepEqual([trained.result.reason, trained.result.steps, trained.train], ['interrupted', 0, {}]);
  t.deepEqual(await evaluated(trained.run, 'last', tinySpec()), trained.test);
});

test('a loss that becomes NaN stops it at that step, and the checkpoint before it stays', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  const { objective } = tinyModel(tinySpec());
  let lastGood: Buffer | undefined;
  const broken: Objective = {
    ...objective,
    coefficients(progress) {
      const broken = progress !== undefined && progress.step >= 4;
      if (broken) lastGood ??= readFileSync(join(path, 'checkpoints', 'last.safetensors'));
      return { poison: broken ? NaN : 1 };
    },
    evaluate(terms, context) {
      const { loss, metrics } = objective.evaluate(terms, context);
      const [nelbo, kl] = [metrics['nelbo']!, metrics['kl']!].map((value) =>
        mul<Scalar>(value, context.coefficients['poison']!),
      );
      return { loss, metrics: { ...metrics, nelbo: nelbo!, kl: kl! } };
    },
  };
  const error = await t.throwsAsync(trainRun(tinyRun(path, { objective: broken })), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'numerics');
  t.is(error.message, 'kl became NaN at step 5 (epoch 2); training stopped.');
  t.deepEqual(await readFile(join(path, 'checkpoints', 'last.safetensors')), lastGood);
});

test('nothing is written where the data do not fit the model or its likelihood', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  const { train, test: whole } = tinyData();
  const outside = arrayDataset({ name: 'outside', shape: [4], data: [[0, 1, 0, 3]] });
  for (const data of [
    { train: outside, test: whole },
    { train, test: outside },
  ]) {
    const error = await t.throwsAsync(trainRun(tinyRun(path, { data })), { instanceOf: HelmholtzError });
    t.is(error.kind, 'data');
    t.is(error.message, 'outside: example 0 has the value 3 at element 3.');
    t.false(existsSync(path));
  }
});

test('the same seed gives the same bytes, and another seed others', async (t) => {
  const folder = await temporaryFolder(t);
  const files = async (seed: number, name: string): Promise<(string | Buffer)[]> => {
    const path = join(folder, name);
    await trainRun(tinyRun(path, { spec: tinySpec({ seed }) }));
    const metrics = await readFile(join(path, 'metrics.jsonl'), 'utf8');
    const checkpoints = ['best', 'last'].map((each) =>
      readFile(join(path, 'checkpoints', `${each}.safetensors`)),
    );
    return [metrics.replaceAll(/"seconds":[^,]+/g, ''), ...(await Promise.all(checkpoints))];
  };
  const first = await files(0, 'a');
  t.deepEqual(await files(0, 'b'), first);
  const other = await files(1, 'c');
  t.true(other.every((file, index) => Buffer.compare(Buffer.from(file), Buffer.from(first[index]!)) !== 0));
});

test('a seed names the order of the examples and the noise, not only the first weights', async (t) => {
  const folder = await temporaryFolder(t);
  const terms = async (seed: number): Promise<Metrics> => {
    const options = { spec: tinySpec({ seed }), ...tinyModel(tinySpec({ seed: 0 })) };
    return (await trainRun(tinyRun(join(folder, `${seed}`), options))).result.history[0]!.train;
  };
  t.notDeepEqual(await terms(0), await terms(1));
});

test('where there is no terminal it says a line an epoch, and with --quiet nothing', async (t) => {
  const folder = await temporaryFolder(t);
  const terminal = rememberingTerminal();
  const { result } = await trainRun(tinyRun(join(folder, 'a'), { terminal }));
  t.is(terminal.lines.length, 3);
  const { train, validation } = result.history[1]!;
  const terms = (metrics: Metrics): string =>
    ['nelbo', 'expectedLogLikelihood', 'kl'].map((name) => `${name} ${metrics[name]!.toFixed(2)}`).join('  ');
  t.is(
    terminal.lines[1]!.replace(/\d+\.\d s/, 'N s'),
    `epoch 2/3  N s  |  train  ${terms(train)}  |  test  ${terms(validation!)}`,
  );
  const quiet = rememberingTerminal(true);
  await trainRun(tinyRun(join(folder, 'b'), { terminal: quiet }));
  t.deepEqual(quiet.lines, []);
});

test('a run without a folder of its own is named after its recipe, data and time', (t) => {
  const path = defaultRunPath(tinySpec(), new Date('2026-01-02T03:04:05.678Z'));
  t.is(path, join('runs', 'vae-digits-2026-01-02-030405'));
});
