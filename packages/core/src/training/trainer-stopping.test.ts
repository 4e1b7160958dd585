import { type Scalar, div, train as optimizers } from '@tensorflow/tfjs-core';
import test from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import type { OnePhaseObjective } from '../objectives/objective.js';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { objective, run } from '../testing/tiny-training.js';
import type { TrainingCallback } from './callback.js';
import type { Dataset } from './dataset.js';
import { earlyStopping } from './early-stopping.js';
import { evaluate } from './evaluate.js';
import { createSchedule } from './schedules.js';
import { readWeights } from './weights.js';

test('callbacks are called in order and awaited', async (t) => {
  const calls: string[] = [];
  const named = (name: string): TrainingCallback => ({
    async onTrainBegin() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      calls.push(`${name} begin`);
    },
    onStep({ epoch, step, batch, batches, totalSteps }) {
      calls.push(`${name} step ${step} of ${totalSteps}, batch ${batch} of ${batches} in ${epoch}`);
    },
    async onEpochEnd({ epoch, step }, { history }) {
      await Promise.resolve();
      calls.push(`${name} epoch ${epoch} at ${step}, ${history.length} rows`);
    },
    onTrainEnd(reason) {
      calls.push(`${name} end: ${reason}`);
    },
  });
  await run(tinyModel(), { data: patterns(20), callbacks: [named('a'), named('b')] });
  const events = [
    'begin',
    'step 1 of 4, batch 1 of 2 in 1',
    'step 2 of 4, batch 2 of 2 in 1',
    'epoch 1 at 2, 1 rows',
    'step 3 of 4, batch 1 of 2 in 2',
    'step 4 of 4, batch 2 of 2 in 2',
    'epoch 2 at 4, 2 rows',
    'end: completed',
  ];
  t.deepEqual(
    calls,
    events.flatMap((event) => [`a ${event}`, `b ${event}`]),
  );
});

test('an error of a callback ends training', async (t) => {
  const failing: TrainingCallback = {
    onStep({ step }) {
      if (step === 2) throw new Error('no space left');
    },
  };
  await t.throwsAsync(run(tinyModel(), { callbacks: [failing] }), { message: 'no space left' });
});

test('callbacks are notified of a failed training, whose error is thrown', async (t) => {
  const calls: string[] = [];
  const failing: TrainingCallback = {
    onStep() {
      throw new Error('no space left');
    },
    onTrainEnd(reason) {
      calls.push(reason);
      throw new Error('nor at the end');
    },
  };
  await t.throwsAsync(run(tinyModel(), { callbacks: [failing] }), { message: 'no space left' });
  t.deepEqual(calls, ['failed']);
});

test('a callback stops training at the end of the epoch, and the result has its reason', async (t) => {
  const stopping: TrainingCallback = {
    onStep({ step }, state) {
      if (step === 1) state.stop('stoppedEarly');
    },
  };
  const { history, reason, steps } = await run(tinyModel(), { callbacks: [stopping], epochs: 9 });
  t.is(history.length, 1);
  t.is(reason, 'stoppedEarly');
  t.is(steps, 3);
});

test('early stopping puts the best weights back', async (t) => {
  const model = tinyModel();
  const validation = patterns(30);
  // Learns, and then throws itself off.
  const schedule = createSchedule({ name: 'piecewise', boundaries: [12], values: [0.1, 1] }, 0);
  const callbacks = [earlyStopping({ patience: 2 })];
  const { history, reason } = await run(model, { validation, schedule, callbacks, epochs: 30 });
  const nelbos = history.map((row) => row.validation!['nelbo']!);
  t.is(reason, 'stoppedEarly');
  t.true(nelbos.at(-1)! > Math.min(...nelbos) + 1);
  const evaluated = await evaluate(model, { data: validation, objective, batchSize: 16, seed: 0 });
  t.is(evaluated['nelbo'], Math.min(...nelbos));
});

test('a signal stops after the current step and keeps the weights', async (t) => {
  const controller = new AbortController();
  const model = tinyModel();
  const before = await readWeights(model);
  const ends: string[] = [];
  const aborting: TrainingCallback = {
    onStep({ step }) {
      if (step === 5) controller.abort();
    },
    onTrainEnd: (reason) => void ends.push(reason),
  };
  const { signal } = controller;
  const result = await run(model, { signal, callbacks: [aborting], epochs: 100, validation: patterns(10) });
  t.is(result.steps, 5);
  t.is(result.reason, 'interrupted');
  t.is(result.history.length, 1, 'an epoch that was not finished has no row');
  t.deepEqual(ends, ['interrupted']);
  const after = await readWeights(model);
  t.notDeepEqual(after, before);
  t.true([...after.values()].every(({ values }) => values.every(Number.isFinite)));
  const { nelbo } = await evaluate(model, { data: patterns(10), objective, batchSize: 16, seed: 0 });
  t.true(Number.isFinite(nelbo));
});

test.serial(
  'a signal that comes from outside is noticed soon, though a backend computes without pause',
  async (t) => {
    const controller = new AbortController();
    const began = performance.now();
    setTimeout(() => controller.abort(), 100);
    const { reason } = await run(tinyModel(), { signal: controller.signal, epochs: 1_000_000 });
    t.is(reason, 'interrupted');
    t.true(performance.now() - began < 2000);
  },
);

test('a signal during validation stops there, and leaves its epoch to be finished', async (t) => {
  const controller = new AbortController();
  const examples = patterns(64);
  let reads = 0;
  const validation: Dataset = {
    ...examples,
    read(...batch) {
      // The first read is that of the check before training.
      if (++reads === 3) controller.abort();
      examples.read(...batch);
    },
  };
  const { history, reason, steps } = await run(tinyModel(), { validation, signal: controller.signal });
  t.is(reason, 'interrupted');
  t.is(steps, 3);
  t.deepEqual(history, [], 'means over a part of the validation set would be no means over it');
  t.is(reads, 3);
});

test('a signal that was aborted before training stops it before the first step', async (t) => {
  const { steps, reason } = await run(tinyModel(), { signal: AbortSignal.abort() });
  t.is(steps, 0);
  t.is(reason, 'interrupted');
});

test('a metric that becomes NaN or infinite stops training at its step, by its name', async (t) => {
  const steps: number[] = [];
  const callbacks = [{ onStep: ({ step }: { step: number }) => void steps.push(step) }];
  const model = tinyModel({ family: 'normal' });
  const error = await t.throwsAsync(run(model, { optimizer: optimizers.sgd(1e20), callbacks, epochs: 5 }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'numerics');
  t.regex(
    error.message,
    /^(expectedLogLikelihood|kl\/\w+) became (NaN|-?Infinity) at step 2 \(epoch 1\); training stopped\.$/,
  );
  t.regex(error.hint!, /learning rate/);
  t.deepEqual(steps, [1]);
});

test('the error names the metric that is not finite, not the sums that contain it', async (t) => {
  const broken = {
    ...objective,
    name: 'broken',
    evaluate: (...args: Parameters<OnePhaseObjective['evaluate']>) => {
      const { loss, metrics } = objective.evaluate(...args);
      const { nelbo, expectedLogLikelihood } = metrics;
      const infinite: Scalar = div(nelbo!, 0);
      const finite = { expectedLogLikelihood: expectedLogLikelihood!, 'kl/first': nelbo! };
      return { loss, metrics: { nelbo: infinite, kl: infinite, ...finite, 'kl/second': infinite } };
    },
  };
  await t.throwsAsync(run(tinyModel(), { objective: broken }), {
    message: /^kl\/second became Infinity at step 1 \(epoch 1\)/,
  });
});

test('a loss that goes wrong is noticed though all metrics are fine', async (t) => {
  const broken: OnePhaseObjective = {
    ...objective,
    evaluate: (...args) => {
      const { loss, metrics } = objective.evaluate(...args);
      return { loss: div(loss, 0), metrics };
    },
  };
  await t.throwsAsync(run(tinyModel(), { objective: broken }), {
    message: 'the loss became Infinity at step 1 (epoch 1); training stopped.',
  });
});

test('a signal at the last step of an epoch keeps its row where nothing is left to be evaluated', async (t) => {
  for (const [validation, expected] of [
    [undefined, [[1, 3]]],
    [patterns(10), []],
  ] as const) {
    const controller = new AbortController();
    const aborting: TrainingCallback = {
      onStep({ step }) {
        if (step === 3) controller.abort();
      },
    };
    const { signal } = controller;
    const { history, steps } = await run(tinyModel(), { signal, callbacks: [aborting], validation });
    t.is(steps, 3);
    t.deepEqual(
      history.map(({ epoch, step }) => [epoch, step]),
      expected as never,
    );
  }
});

test('weights that the very last step ruined are noticed too', async (t) => {
  const error = await t.throwsAsync(
    run(tinyModel({ family: 'normal' }), {
      data: patterns(16),
      validation: patterns(16),
      optimizer: optimizers.sgd(1e20),
      epochs: 1,
    }),
    { instanceOf: HelmholtzError },
  );
  t.is(error.kind, 'numerics');
  t.regex(error.message, /of the validation set became (NaN|-?Infinity) at step 1 \(epoch 1\)/);
});

test('throws an error that names a weight that is not finite, before the end of the epoch is reported', async (t) => {
  const calls: string[] = [];
  const callbacks = [
    { onEpochEnd: () => void calls.push('epoch'), onTrainEnd: (how: string) => void calls.push(how) },
  ];
  const options = { data: patterns(16), optimizer: optimizers.sgd(Infinity), epochs: 1, callbacks };
  const error = await t.throwsAsync(run(tinyModel(), options), { instanceOf: HelmholtzError });
  t.is(error.kind, 'numerics');
  t.regex(error.message, /^the weight \S+\/\w+ became (NaN|-?Infinity) at step 1 \(epoch 1\)/);
  t.deepEqual(calls, ['failed']);
});

test('throws a data error before the first step for values outside the support of the likelihood', async (t) => {
  const unfit = rowsOf([[0, 1, 0, 2]]);
  for (const options of [{ data: unfit }, { validation: unfit }]) {
    const steps: number[] = [];
    const callbacks = [{ onStep: ({ step }: { step: number }) => void steps.push(step) }];
    const error = await t.throwsAsync(run(tinyModel(), { ...options, callbacks }), {
      instanceOf: HelmholtzError,
    });
    t.is(error.kind, 'data');
    t.deepEqual(steps, []);
  }
});
