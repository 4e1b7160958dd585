import { existsSync, readFileSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { type Scalar, mul } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { elbo } from '../objectives/elbo.js';
import type { OnePhaseObjective } from '../objectives/objective.js';
import { finalCheckpoint } from '../run/final-checkpoint.js';
import type { Metrics } from '../run/metrics-row.js';
import type { RunDirectory } from '../run/run-directory.js';
import type { Spec } from '../spec/schema.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { tinyAssembly, tinyData, tinyRun, tinySpec } from '../testing/tiny-assembly.js';
import { rowsOf, tinyModel } from '../testing/tiny-model.js';
import type { Dataset } from './dataset.js';
import { createEagerStep } from './eager-step.js';
import { evaluate } from './evaluate.js';
import { restoreAssembly } from './restore-assembly.js';
import type { CreateStep } from './step.js';
import { splitData } from './split-data.js';
import { trainAssembly } from './train-assembly.js';
import { writeWeights } from './weights.js';

const objective = elbo();

/** The metrics of a data set at the weights of a checkpoint, in a model built anew. */
async function evaluated(
  run: RunDirectory,
  name: 'best' | 'last',
  spec: Spec,
  data: Dataset = tinyData.test,
): Promise<Metrics> {
  const model = tinyModel({ seed: 99 });
  writeWeights(model, (await run.readCheckpoint(name)).weights);
  return evaluate(model, { data, objective, batchSize: spec.training.batchSize, seed: spec.seed });
}

/** Aborts when the given step is done, as Ctrl-C does. */
function abortAfter(step: number): { objective: OnePhaseObjective; signal: AbortSignal } {
  const controller = new AbortController();
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

test('trains as the spec declares, without a folder too', async (t) => {
  const assembly = tinyAssembly();
  const {
    history,
    reason,
    steps,
    train,
    test: metrics,
    validation,
    bestEpoch,
  } = await trainAssembly(assembly, {
    data: tinyData,
  });
  t.deepEqual([reason, steps, history.length], ['completed', 9, 3]);
  t.deepEqual(train, history[2]!.train);
  t.deepEqual(metrics, history[2]!.test);
  t.deepEqual([validation, bestEpoch], [undefined, undefined]);
  t.true(history.every((row) => row.validation === undefined));
  const options = { data: tinyData.test, objective, batchSize: 16, seed: 0 };
  t.deepEqual(metrics, await evaluate(assembly.model, options));
});

test('leaves a folder from which the trained model comes back', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  const spec = tinySpec();
  const { run, history, test: metrics } = await tinyRun(path);
  t.deepEqual((await readdir(path, { recursive: true })).sort(), [
    'checkpoints',
    'checkpoints/best.safetensors',
    'checkpoints/last.safetensors',
    'checkpoints/previous.safetensors',
    'figures',
    'metrics.jsonl',
    'run.json',
    'spec.yaml',
  ]);
  t.deepEqual(await run.readSpec(), spec);
  t.deepEqual(await run.readMetrics(), [...history]);
  t.deepEqual(await evaluated(run, 'last', spec), metrics);
  const { epoch, step, optimizers, spec: stored } = await run.readCheckpoint('last');
  t.deepEqual([epoch, step, stored], [3, 9, spec]);
  // Adam's count of steps, its two moments of eight weights, and two powers.
  t.is(optimizers.get('model')!.length, 19);
  const { model } = tinyAssembly(tinySpec({ seed: 99 }));
  t.is((await restoreAssembly({ model }, run)).step, 9);
  const { batchSize } = spec.training;
  t.deepEqual(await evaluate(model, { data: tinyData.test, objective, batchSize, seed: spec.seed }), metrics);
});

test('begins with the weights of another run, where the spec names one', async (t) => {
  const { run, test: ended } = await tinyRun(join(await temporaryFolder(t), 'run'));
  const { weights } = await finalCheckpoint(run);
  const spec = tinySpec({
    training: { epochs: 1, batchSize: 16, weights: run.path },
    optimizer: { name: 'sgd', learningRate: 1e-30 },
  });
  const { test: begun } = await trainAssembly({ ...tinyAssembly(spec) }, { data: tinyData, weights });
  t.deepEqual(begun, ended, 'a step of no length leaves the weights');

  const error = await t.throwsAsync(trainAssembly(tinyAssembly(spec), { data: tinyData }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, `The spec begins with the weights of ${run.path}, and no weights were given.`);
});

test('validation is held out of the training set, and the test set is read at the end alone', async (t) => {
  const spec = tinySpec({ data: { validation: 8 } });
  const parts = splitData(spec, tinyData);
  t.deepEqual([parts.train.size, parts.validation!.size, parts.test], [32, 8, tinyData.test]);
  const assembly = tinyAssembly(spec);
  const test = { ...tinyData.test };
  let reads = 0;
  const data = {
    train: tinyData.train,
    test: { ...test, read: (...args: Parameters<typeof test.read>) => (reads++, test.read(...args)) },
  };
  const { history, steps, validation, test: metrics } = await trainAssembly(assembly, { data });
  t.is(steps, 6, 'two of 16 an epoch');
  const options = { objective, batchSize: 16, seed: 0 };
  t.deepEqual(validation, await evaluate(assembly.model, { ...options, data: parts.validation! }));
  t.deepEqual(validation, history[2]!.validation);
  t.deepEqual(metrics, await evaluate(assembly.model, { ...options, data: tinyData.test }));
  t.true(history.every((row) => row.test === undefined));
  // To be checked before training, and then in two batches.
  t.is(reads, 3);
});

test('the test set is evaluated by the step that trained', async (t) => {
  const calls: string[] = [];
  const createStep: CreateStep = async (options) => {
    const step = await createEagerStep(options);
    return {
      stride: 1,
      train: (updates) => step.train(updates),
      settle: () => step.settle(),
      evaluate(batch, coefficients) {
        calls.push('evaluate');
        return step.evaluate(batch, coefficients);
      },
      dispose() {
        calls.push('dispose');
        step.dispose();
      },
    };
  };
  const spec = tinySpec({ training: { epochs: 1, batchSize: 16 }, data: { validation: 8 } });
  await trainAssembly({ ...tinyAssembly(spec), createStep }, { data: tinyData });
  // The eight validation examples, then the twenty of the test set in batches of 16, by a step that
  // is not yet disposed.
  t.deepEqual(calls, ['evaluate', 'evaluate', 'evaluate', 'dispose']);
});

test('without validation the test set is evaluated each epoch, and not again at the end', async (t) => {
  const test = { ...tinyData.test };
  let reads = 0;
  const read = (...args: Parameters<typeof test.read>) => (reads++, test.read(...args));
  await trainAssembly(tinyAssembly(), { data: { train: tinyData.train, test: { ...test, read } } });
  t.is(reads, 1 + 3 * 2);
});

test('holds out a tenth for early stopping by default', (t) => {
  const training = { earlyStopping: { patience: 2 } };
  const validationSize = (spec: Spec) => splitData(spec, tinyData).validation?.size;
  t.is(validationSize(tinySpec()), undefined);
  t.is(validationSize(tinySpec({ training })), 4);
  t.is(validationSize(tinySpec({ training, data: { validation: 0.5 } })), 20);
  t.is(validationSize(tinySpec({ training, data: { validation: 0 } })), undefined);
  t.is(validationSize(tinySpec({ data: { validation: 10 } })), 10);
});

test('the best checkpoint is that of the least NELBO on the validation set', async (t) => {
  const spec = tinySpec({
    training: { epochs: 6, batchSize: 16 },
    data: { validation: 10 },
    optimizer: { name: 'adam', learningRate: 2 },
  });
  const { run, history } = await tinyRun(join(await temporaryFolder(t), 'run'), { spec });
  const nelbos = history.map(({ validation }) => validation!['nelbo']!);
  const best = nelbos.indexOf(Math.min(...nelbos));
  t.true(best < 5, 'it rose again');
  t.is((await run.readCheckpoint('best')).epoch, best + 1);
  const heldOut = splitData(spec, tinyData).validation!;
  t.is((await evaluated(run, 'best', spec, heldOut))['nelbo'], nelbos[best]);
  t.is((await evaluated(run, 'last', spec, heldOut))['nelbo'], nelbos[5]);
});

test('the test set chooses nothing: without validation the best checkpoint goes by training', async (t) => {
  // A model of two patterns does not fit two other patterns.
  const other = rowsOf([
    [0, 1, 0, 1],
    [1, 0, 1, 0],
  ]);
  const spec = tinySpec({ optimizer: { name: 'adam', learningRate: 0.1 } });
  const data = { ...tinyData, test: other };
  const { run, history } = await tinyRun(join(await temporaryFolder(t), 'run'), { spec, data });
  const best = (part: 'train' | 'test') => {
    const nelbos = history.map((row) => row[part]!['nelbo']!);
    return nelbos.indexOf(Math.min(...nelbos)) + 1;
  };
  t.not(best('train'), best('test'), 'or this test would tell nothing');
  t.is((await run.readCheckpoint('best')).epoch, best('train'));
});

test('an objective without a nelbo has a best checkpoint, by the metric that it declares', async (t) => {
  const score: OnePhaseObjective = {
    name: 'score',
    monitor: { metric: 'score', mode: 'max' },
    evaluate(...given) {
      const { loss, metrics } = objective.evaluate(...given);
      return { loss, metrics: { score: metrics['expectedLogLikelihood']! } };
    },
  };
  const spec = tinySpec({
    training: { epochs: 6, batchSize: 16 },
    optimizer: { name: 'adam', learningRate: 1 },
  });
  const { run, history } = await tinyRun(join(await temporaryFolder(t), 'run'), { spec, objective: score });
  const scores = history.map(({ train }) => train['score']!);
  t.is((await run.readCheckpoint('best')).epoch, scores.indexOf(Math.max(...scores)) + 1);
});

for (const minDelta of [0, 0.05]) {
  test(`stopped early with minDelta ${minDelta}, it stands for the checkpoint that it tested`, async (t) => {
    const spec = tinySpec({
      training: { epochs: 30, batchSize: 16, earlyStopping: { patience: 2, minDelta } },
      data: { validation: 10 },
      optimizer: { name: 'adam', learningRate: minDelta === 0 ? 2 : 0.01 },
    });
    const trained = await tinyRun(join(await temporaryFolder(t), 'run'), { spec });
    const { run, history, reason, bestEpoch } = trained;
    t.is(reason, 'stoppedEarly');
    t.true(history.length < 30);
    t.is((await run.readCheckpoint('best')).epoch, bestEpoch!);
    t.is((await restoreAssembly(tinyAssembly(spec), run)).epoch, bestEpoch!);
    t.true(bestEpoch! < history.length);
    const row = history[bestEpoch! - 1]!;
    t.deepEqual([trained.train, trained.validation], [row.train, row.validation]);
    t.deepEqual(await evaluated(run, 'best', spec), trained.test);
    t.notDeepEqual(await evaluated(run, 'last', spec), trained.test);
    if (minDelta > 0) {
      const least = Math.min(...history.map(({ validation }) => validation!['nelbo']!));
      t.true(trained.validation!['nelbo']! > least, 'a lower one was not lower by enough');
    }
  });
}

test('early stopping reports the epoch of its weights when all epochs were trained, too', async (t) => {
  const spec = tinySpec({ training: { epochs: 3, batchSize: 16, earlyStopping: { patience: 5 } } });
  const { reason, bestEpoch, history, train } = await trainAssembly(tinyAssembly(spec), { data: tinyData });
  t.is(reason, 'completed');
  t.deepEqual(train, history[bestEpoch! - 1]!.train);
});

for (const earlyStopping of [undefined, { patience: 2 }]) {
  test(`interrupted in its first epoch ${earlyStopping ? 'with' : 'without'} early stopping, it can be used`, async (t) => {
    const spec = tinySpec({ training: { epochs: 3, batchSize: 16, earlyStopping } });
    const trained = await tinyRun(join(await temporaryFolder(t), 'run'), { spec, ...abortAfter(2) });
    const { run } = trained;
    t.deepEqual([trained.reason, trained.steps, trained.history.length], ['interrupted', 2, 0]);
    t.is((await restoreAssembly(tinyAssembly(spec), run)).step, 2);
    t.deepEqual(await evaluated(run, 'last', spec), trained.test);
    t.deepEqual(await run.readMetrics(), []);
    t.notDeepEqual(trained.train, trained.test);
    t.true(trained.train['nelbo']! > 0, 'the mean over the steps that were done');
  });
}

test('after an interruption in a later epoch, the metrics describe the final weights', async (t) => {
  const trained = await tinyRun(join(await temporaryFolder(t), 'run'), abortAfter(5));
  const { run } = trained;
  t.deepEqual([trained.steps, trained.history.length], [5, 1]);
  t.deepEqual(await evaluated(run, 'last', tinySpec()), trained.test);
  t.notDeepEqual(trained.test, trained.history[0]!.test);
  t.notDeepEqual(trained.train, trained.history[0]!.train);
});

test('interrupted before its first step, it has no metrics of training', async (t) => {
  const signal = AbortSignal.abort();
  const trained = await tinyRun(join(await temporaryFolder(t), 'run'), { signal });
  t.deepEqual([trained.reason, trained.steps, trained.train], ['interrupted', 0, {}]);
  t.deepEqual(await evaluated(trained.run, 'last', tinySpec()), trained.test);
});

test('a loss that becomes NaN stops it at that step, and the checkpoint before it stays', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  let lastGood: Buffer | undefined;
  const broken: OnePhaseObjective = {
    ...objective,
    coefficients(progress) {
      const poisoned = progress !== undefined && progress.step >= 4;
      if (poisoned) lastGood ??= readFileSync(join(path, 'checkpoints', 'last.safetensors'));
      return { poison: poisoned ? NaN : 1 };
    },
    evaluate(model, context) {
      const { loss, metrics } = objective.evaluate(model, context);
      const poisoned = (name: string): Scalar => mul(metrics[name]!, context.coefficients['poison']!);
      return { loss, metrics: { ...metrics, nelbo: poisoned('nelbo'), kl: poisoned('kl') } };
    },
  };
  const error = await t.throwsAsync(tinyRun(path, { objective: broken }), { instanceOf: HelmholtzError });
  t.is(error.kind, 'numerics');
  t.is(error.message, 'kl became NaN at step 5 (epoch 2); training stopped.');
  t.deepEqual(await readFile(join(path, 'checkpoints', 'last.safetensors')), lastGood);
});

test('nothing is written where the data do not fit the model or its likelihood', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  const outside = { ...rowsOf([[0, 1, 0, 3]]), name: 'outside' };
  for (const data of [
    { ...tinyData, train: outside },
    { ...tinyData, test: outside },
  ]) {
    const error = await t.throwsAsync(tinyRun(path, { data }), { instanceOf: HelmholtzError });
    t.is(error.kind, 'data');
    t.is(error.message, 'outside: example 0 has the value 3 at element 3.');
    t.false(existsSync(path));
  }
});

test('the same seed gives the same bytes, and another seed others', async (t) => {
  const folder = await temporaryFolder(t);
  const files = async (seed: number, name: string): Promise<(string | Buffer)[]> => {
    const path = join(folder, name);
    await tinyRun(path, { spec: tinySpec({ seed }) });
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
  const metrics = async (seed: number): Promise<Metrics> => {
    const assembly = { ...tinyAssembly(tinySpec({ seed })), model: tinyModel({ seed: 7 }) };
    return (await trainAssembly(assembly, { data: tinyData })).history[0]!.train;
  };
  t.notDeepEqual(await metrics(0), await metrics(1));
});
