import { tidy, train as optimizers } from '@tensorflow/tfjs-core';
import test from 'ava';
import { viewOfTerms } from '../graph/model-view.js';
import { HelmholtzError } from '@helmholtz/base';
import { lossApart } from '../run/metrics-row.js';
import { elbo } from '../objectives/elbo.js';
import type { Coefficients, Objective } from '../objectives/objective.js';
import { registerNoiseSource, standardNormalNoise } from '@helmholtz/distributions';
import type { OptimizerSpec } from '../spec/schema.js';
import { patterns, tinyModel } from '../testing/tiny-model.js';
import { close, objective, run } from '../testing/tiny-training.js';
import type { Batch } from './batch.js';
import { BatchReader } from './batches.js';
import type { TrainingCallback } from './callback.js';
import { createEagerStep } from './eager-step.js';
import { evaluate } from './evaluate.js';
import { toTensor } from './host-tensor.js';
import { createOptimizer } from './optimizers.js';
import type { CreateStep, TrainingStep, Update } from './step.js';
import { readWeights } from './weights.js';

const adam = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };

const every: OptimizerSpec[] = [
  { name: 'sgd', learningRate: 0.1 },
  { name: 'momentum', learningRate: 0.05, momentum: 0.9, nesterov: false },
  { name: 'adagrad', learningRate: 0.1, initialAccumulatorValue: 0.1 },
  { name: 'adadelta', learningRate: 10, rho: 0.95 },
  { name: 'adam', learningRate: 0.02, ...adam },
  { name: 'adamax', learningRate: 0.02, ...adam },
  { name: 'rmsprop', learningRate: 0.01, decay: 0.9, momentum: 0, centered: false },
];

for (const spec of every) {
  test(`${spec.name} brings the NELBO down`, async (t) => {
    const { history } = await run(tinyModel(), { optimizer: createOptimizer(spec), epochs: 12 });
    t.is(history.length, 12);
    t.true(history.at(-1)!.train['nelbo']! < history[0]!.train['nelbo']! - 0.2);
  });
}

test('a step is the gradient of the loss, as finite differences see it', async (t) => {
  const rate = 1e-3;
  const data = patterns(8);
  const model = tinyModel({ seed: 3 });
  const before = await readWeights(model);
  await run(model, { data, batchSize: 8, epochs: 1, optimizer: optimizers.sgd(rate) });
  const after = await readWeights(model);

  const at = tinyModel({ seed: 3 });
  const [batch] = new BatchReader(at, data, 8, 0).shuffled('epoch', 1);
  const loss = (): number =>
    tidy(() => {
      const terms = at.terms(batch!.inputs.map(toTensor), batch!.noise.map(toTensor));
      return objective.evaluate(viewOfTerms(terms), { training: true, coefficients: {} }).loss;
    }).dataSync()[0]!;
  for (const [name, { values }] of before) {
    const own = at.weights.get(name)!;
    const elements = own.read().dataSync() as Float32Array;
    values.forEach((value, index) => {
      const shifted = [0.02, -0.02].map((shift) => {
        elements[index] = value + shift;
        return loss();
      });
      elements[index] = value;
      const slope = (shifted[0]! - shifted[1]!) / 0.04;
      const step = (value - after.get(name)!.values[index]!) / rate;
      t.true(
        Math.abs(step - slope) < 2e-3 + 2e-3 * Math.abs(slope),
        `${name}[${index}]: ${step} for ${slope}`,
      );
    });
  }
});

test('the same seed gives the same history and weights, bit for bit', async (t) => {
  const results = [];
  for (let i = 0; i < 2; i++) {
    const model = tinyModel();
    const optimizer = optimizers.adam(0.01);
    const { history } = await run(model, { optimizer, validation: patterns(10), epochs: 3 });
    const numbers = history.map(({ seconds: _, ...row }) => row);
    results.push({ numbers, weights: await readWeights(model) });
  }
  t.deepEqual(results[0], results[1]);
});

test('seeds 0 and 1 give other noise and other orders, so other weights', async (t) => {
  const weights = [];
  for (const seed of [0, 1]) {
    const model = tinyModel({ seed: 7 });
    await run(model, { seed });
    weights.push(await readWeights(model));
  }
  t.notDeepEqual(weights[0], weights[1]);
});

test('every batch of training gets fresh noise, every validation the same', async (t) => {
  const draws: string[] = [];
  registerNoiseSource({
    name: 'captured',
    description: 'standard normal, and remembered',
    fill(out, random) {
      standardNormalNoise.fill(out, random);
      draws.push(Array.from(out).join());
    },
  });
  await run(tinyModel({ noise: 'captured' }), { epochs: 3, validation: patterns(20) });
  // An epoch draws for three batches of training and two of validation.
  t.is(draws.length, 15);
  const training = draws.filter((_, index) => index % 5 < 3);
  const validation = draws.filter((_, index) => index % 5 >= 3);
  t.is(new Set(training).size, 9);
  t.is(new Set(validation).size, 2);
  t.is(new Set(draws).size, 11);
});

test('every example is seen once an epoch', async (t) => {
  const data = patterns(40);
  await run(tinyModel(), { data, epochs: 3 });
  // Once before training, when the data are checked.
  t.deepEqual(data.timesRead, new Array(40).fill(1 + 3));
});

test('an epoch reports means over examples, its last batch being smaller', async (t) => {
  const batches: { nelbo: number; size: number }[] = [];
  let seen = 0;
  const record: TrainingCallback = {
    onStep({ batch, train: soFar }) {
      // Means up to this batch, which give the batch's own mean.
      const size = batch < 3 ? 16 : 8;
      const sum = batches.reduce((total, one) => total + one.nelbo * one.size, 0);
      seen += size;
      batches.push({ nelbo: (soFar['nelbo']! * seen - sum) / size, size });
    },
  };
  const model = tinyModel();
  const { history } = await run(model, { epochs: 1, callbacks: [record], optimizer: optimizers.sgd(0) });
  const mean = batches.reduce((total, { nelbo, size }) => total + nelbo * size, 0) / 40;
  t.true(close(history[0]!.train['nelbo']!, mean));
  t.notDeepEqual(batches[0]!.nelbo, batches[2]!.nelbo);
});

test('the metrics of training and validation fit together, the divergence included in both', async (t) => {
  const { history } = await run(tinyModel(), { validation: patterns(20), optimizer: optimizers.adam(0.05) });
  for (const metrics of history.flatMap((row) => [row.train, row.validation!])) {
    t.deepEqual(Object.keys(metrics), [
      'nelbo',
      'expectedLogLikelihood',
      'kl',
      'kl/z',
      'expectedLogLikelihood/x',
    ]);
    t.true(metrics['kl']! > 1e-3);
    t.true(close(metrics['nelbo']!, metrics['kl']! - metrics['expectedLogLikelihood']!));
    t.is(metrics['kl'], metrics['kl/z']);
  }
});

test('validation is evaluation with the weights at the end of the epoch', async (t) => {
  const model = tinyModel();
  const validation = patterns(20);
  const { history } = await run(model, { validation });
  const evaluated = await evaluate(model, { data: validation, objective, batchSize: 16, seed: 0 });
  t.deepEqual(history.at(-1)!.validation, evaluated);
});

test('validation does not change the weights', async (t) => {
  const weights = [];
  for (const validation of [undefined, patterns(20)]) {
    const model = tinyModel();
    await run(model, validation ? { validation } : {});
    weights.push(await readWeights(model));
  }
  t.deepEqual(weights[0], weights[1]);
});

test('the schedule sets the learning rate of every step, and a row records the last', async (t) => {
  const asked: [number, number][] = [];
  const schedule = (step: number, totalSteps: number): number => {
    asked.push([step, totalSteps]);
    return step < 3 ? 0 : 0.1;
  };
  const weights: unknown[] = [];
  const onEpochEnd: TrainingCallback['onEpochEnd'] = async (_row, { model }) =>
    void weights.push(await readWeights(model));
  const model = tinyModel();
  const before = await readWeights(model);
  const { history } = await run(model, { schedule, callbacks: [{ onEpochEnd }] });
  t.deepEqual(
    asked,
    [0, 1, 2, 3, 4, 5].map((step) => [step, 6] as [number, number]),
  );
  t.deepEqual(
    history.map(({ learningRate }) => learningRate),
    [0, 0.1],
  );
  t.deepEqual(weights[0], before, 'an epoch at rate 0 learns nothing');
  t.notDeepEqual(weights[1], before);
});

test('without a schedule a row records the learning rate of the optimizer', async (t) => {
  const { history } = await run(tinyModel(), { optimizer: optimizers.adam(0.02), epochs: 1 });
  t.is(history[0]!.learningRate, 0.02);
});

/** The eager step with a stride that changes with each call; records the numbers of updates. */
function striding(strides: readonly number[], sizes: number[][]): CreateStep {
  return async (options) => {
    const step = await createEagerStep(options);
    return {
      get stride() {
        return strides[sizes.length % strides.length]!;
      },
      train(updates) {
        sizes.push(updates.map(({ batch }) => batch.size));
        return step.train(updates);
      },
      evaluate: (...given) => step.evaluate(...given),
      settle: () => step.settle(),
      dispose: () => step.dispose(),
    };
  };
}

test('a step gets as many updates at once as it requests, of equal size and of one epoch', async (t) => {
  const results = [];
  for (const strides of [[1], [2, 3], [100]]) {
    const sizes: number[][] = [];
    const events: unknown[] = [];
    const model = tinyModel();
    const { history } = await run(model, {
      data: patterns(40),
      batchSize: 9,
      createStep: striding(strides, sizes),
      schedule: (step) => 0.1 / (step + 1),
      objective: elbo({ warmUp: 0.5 }),
      callbacks: [{ onStep: (event) => void events.push(event) }],
    });
    t.deepEqual(sizes.flat(), [9, 9, 9, 9, 4, 9, 9, 9, 9, 4]);
    if (strides.length === 2) t.deepEqual(sizes.slice(0, 3), [[9, 9], [9, 9], [4]]);
    if (strides[0] === 100) t.deepEqual(sizes, [[9, 9, 9, 9], [4], [9, 9, 9, 9], [4]]);
    const rows = history.map(({ seconds: _, ...row }) => row);
    results.push({ events, rows, weights: await readWeights(model) });
  }
  t.is(results[0]!.events.length, 10);
  t.deepEqual(results[1], results[0]);
  t.deepEqual(results[2], results[0]);
});

test('the model is current when callbacks run at the end of an epoch and of training', async (t) => {
  const calls: string[] = [];
  const createStep: CreateStep = async (options) => {
    const step = await createEagerStep(options);
    return {
      stride: 2,
      train: (updates) => (calls.push('train'), step.train(updates)),
      evaluate: (...given) => (calls.push('evaluate'), step.evaluate(...given)),
      settle: async () => void calls.push('settle'),
      dispose: () => void calls.push('dispose'),
    };
  };
  const tell = (name: string) => () => void calls.push(name);
  const callback = { onEpochEnd: tell('onEpochEnd'), onTrainEnd: tell('onTrainEnd') };
  await run(tinyModel(), { createStep, epochs: 1, validation: patterns(5), callbacks: [callback] });
  t.deepEqual(calls, ['train', 'train', 'settle', 'evaluate', 'onEpochEnd', 'onTrainEnd', 'dispose']);
});

test('beta is warmed up by the step, and evaluated at its full weight', async (t) => {
  const betas: (number | undefined)[] = [];
  const createStep: CreateStep = async (options) => {
    const step = await createEagerStep(options);
    return Object.assign(Object.create(step) as TrainingStep, {
      train: (updates: readonly Update[]) => {
        betas.push(...updates.map(({ coefficients }) => coefficients['beta']));
        return step.train(updates);
      },
      evaluate: (batch: Batch, coefficients: Coefficients) => {
        betas.push(coefficients['beta']);
        return step.evaluate(batch, coefficients);
      },
    });
  };
  await run(tinyModel(), { createStep, objective: elbo({ beta: 2, warmUp: 4 }), validation: patterns(8) });
  t.deepEqual(betas, [0, 0.5, 1, 2, 1.5, 2, 2, 2]);
});

for (const [what, objective] of [
  ['a beta that is warmed up', elbo({ beta: 2, warmUp: 4 })],
  ['a beta', elbo({ beta: 3 })],
  ['free bits', elbo({ freeBits: { nats: 50, per: 'latent' } })],
  ['the bound itself', elbo()],
] as const) {
  test(`each epoch reports the minimized loss, with ${what}`, async (t) => {
    const { history } = await run(tinyModel(), { objective, epochs: 3, batchSize: 1000 });
    history.forEach(({ loss, train, coefficients }, step) => {
      const beta = [0, 0.5, 1][step]!;
      const expected = {
        'a beta that is warmed up': beta * train['kl']!,
        'a beta': 3 * train['kl']!,
        'free bits': 50,
        'the bound itself': train['kl']!,
      }[what];
      const gap = loss! - (expected - train['expectedLogLikelihood']!);
      t.true(Math.abs(gap) < 1e-4, `${gap}`);
      t.deepEqual(coefficients, what === 'a beta that is warmed up' ? { beta } : undefined);
      // At the third step beta has come to 1.
      const isBound = what === 'the bound itself' || coefficients?.['beta'] === 1;
      t.is(lossApart({ loss: loss!, train }), isBound ? undefined : loss);
    });
  });
}

test('throws an error at the first step that names the monitored metric that an objective does not report', async (t) => {
  const wrong: Objective = { ...objective, monitor: { metric: 'nelbow', mode: 'min' } };
  const error = await t.throwsAsync(run(tinyModel(), { objective: wrong }), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, 'The metric to monitor is "nelbow", which training does not report.');
  t.regex(error.hint!, /Did you mean "nelbo"\?/);
});

test('throws an error before the first step for an objective without a monitor', async (t) => {
  const { monitor: _, ...incomplete } = objective;
  await t.throwsAsync(run(tinyModel(), { objective: incomplete as Objective }), {
    message: 'The objective "elbo" has no monitor, the metric that selects models.',
  });
});

test('the test set is evaluated as the validation set is, under its own name', async (t) => {
  const heldOut = patterns(10);
  const [first] = (await run(tinyModel(), { test: heldOut, validation: heldOut })).history;
  t.deepEqual(first!.test, first!.validation);
  t.is((await run(tinyModel(), { test: heldOut })).history[0]!.validation, undefined);
});
