import { cp, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import test, { type ExecutionContext } from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import type { MetricsRow } from '../run/metrics-row.js';
import { RunDirectory } from '../run/run-directory.js';
import type { Spec, SpecDeclaration } from '../spec/schema.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { tinyAssembly, tinyData, tinySpec } from '../testing/tiny-assembly.js';
import { tinyModel } from '../testing/tiny-model.js';
import type { TrainingCallback } from './callback.js';
import { type TrainAssemblyOptions, type TrainedAssembly, trainAssembly } from './train-assembly.js';

type Options = Partial<TrainAssemblyOptions>;

function begin(path: string, spec: Spec, options: Options = {}): Promise<TrainedAssembly> {
  const run = () => RunDirectory.create(path);
  return trainAssembly(tinyAssembly(spec), { data: tinyData, run, ...options });
}

/** Resumes a run in a new model with other initial weights. */
async function goOn(path: string, options: Options = {}): Promise<TrainedAssembly> {
  const run = await RunDirectory.resume(path);
  const spec = await run.readSpec();
  const from = await run.checkpointToResume(() => undefined);
  const assembly = { ...tinyAssembly(spec), ...(from ? { model: tinyModel({ seed: 99 }) } : {}) };
  return trainAssembly(assembly, { data: tinyData, run: async () => run, from, ...options });
}

/** All that a run leaves, but for wall-clock seconds. */
async function left(path: string): Promise<Record<string, string | Buffer>> {
  const checkpoints = (await readdir(join(path, 'checkpoints'))).filter((name) => !name.includes('previous'));
  const entries = checkpoints
    .sort()
    .map(async (name) => [name, await readFile(join(path, 'checkpoints', name))]);
  const metrics = await readFile(join(path, 'metrics.jsonl'), 'utf8');
  return {
    ...(Object.fromEntries(await Promise.all(entries)) as Record<string, Buffer>),
    metrics: metrics.replaceAll(/"seconds":[^,]+/g, ''),
  };
}

const timeless = (rows: readonly MetricsRow[]) => rows.map((row) => ({ ...row, seconds: 0 }));

function told({ train, validation, test: tested, bestEpoch, steps, history }: TrainedAssembly): object {
  return { train, validation, tested, bestEpoch, steps, history: timeless(history) };
}

/** Stops as Ctrl-C does, when the given step is done. */
function interruptedAfter(step: number): Options {
  const controller = new AbortController();
  const callbacks: TrainingCallback[] = [
    { onStep: (event) => void (event.step === step && controller.abort()) },
  ];
  return { signal: controller.signal, callbacks };
}

/** Ends as a failing machine does: with nothing saved that was not saved before. */
function failingAfter(step: number): Options {
  const callbacks: TrainingCallback[] = [
    {
      onStep(event) {
        if (event.step === step) throw new Error('the machine failed');
      },
    },
  ];
  return { callbacks };
}

const optimizers: readonly SpecDeclaration['optimizer'][] = [
  { name: 'sgd', learningRate: 0.1 },
  { name: 'momentum', learningRate: 0.1, nesterov: true },
  { name: 'adagrad', learningRate: 0.1 },
  { name: 'adadelta', learningRate: 0.1 },
  { name: 'adam', learningRate: 0.01 },
  { name: 'adamax', learningRate: 0.01 },
  { name: 'rmsprop', learningRate: 0.01, momentum: 0.5 },
];

const schedule = { name: 'cosine', final: 1e-4 } as const;
const objective = { name: 'elbo', warmUp: 0.5 } as const;

for (const optimizer of optimizers) {
  test(`interrupted after any step and resumed, ${optimizer!.name} ends with the same bits`, async (t) => {
    const folder = await temporaryFolder(t);
    const spec = tinySpec({ optimizer, objective, training: { epochs: 3, batchSize: 16, schedule } });
    const whole = await begin(join(folder, 'whole'), spec);
    const expected = await left(join(folder, 'whole'));
    for (let step = 1; step <= 9; step++) {
      const path = join(folder, `after-${step}`);
      const first = await begin(path, spec, interruptedAfter(step));
      t.deepEqual([first.reason, first.steps], ['interrupted', step]);
      const second = await goOn(path);
      t.is(second.reason, 'completed');
      t.deepEqual(told(second), told(whole), `after ${step}`);
      t.deepEqual(await left(path), expected, `after ${step}`);
    }
  });
}

test('interrupted after every step, it ends with the same bits', async (t) => {
  const folder = await temporaryFolder(t);
  const spec = tinySpec({ data: { validation: 8 } });
  const whole = await begin(join(folder, 'whole'), spec);
  const path = join(folder, 'often');
  let trained = await begin(path, spec, interruptedAfter(1));
  for (let step = 2; trained.reason === 'interrupted' && step < 99; step++)
    trained = await goOn(path, interruptedAfter(step));
  t.is(trained.reason, 'completed');
  t.deepEqual(told(trained), told(whole));
  t.deepEqual(await left(path), await left(join(folder, 'whole')));
});

test('it also resumes in the middle of an evaluation, whose epoch has no line yet', async (t) => {
  const folder = await temporaryFolder(t);
  const spec = tinySpec({ data: { validation: 20 }, training: { epochs: 3, batchSize: 8 } });
  await begin(join(folder, 'whole'), spec);
  const path = join(folder, 'cut');
  const controller = new AbortController();
  let stepsDone = 0;
  const { train } = tinyData;
  const watched = {
    ...train,
    read(...args: Parameters<typeof train.read>) {
      // The fifth step is the second of three in the second epoch. After the sixth an evaluation
      // follows.
      if (stepsDone === 6) controller.abort();
      train.read(...args);
    },
  };
  const first = await begin(path, spec, {
    data: { ...tinyData, train: watched },
    signal: controller.signal,
    callbacks: [{ onStep: ({ step }) => void (stepsDone = step) }],
  });
  t.deepEqual([first.reason, first.steps, first.history.length], ['interrupted', 6, 1]);
  const { epoch, batch } = await (await RunDirectory.open(path)).readCheckpoint('last');
  t.deepEqual([epoch, batch], [1, 3]);
  await goOn(path);
  t.deepEqual(await left(path), await left(join(folder, 'whole')));
});

for (const step of [2, 5, 8, 11]) {
  test(`early stopping keeps the best epoch over a break after step ${step}`, async (t) => {
    const folder = await temporaryFolder(t);
    const spec = tinySpec({
      training: { epochs: 30, batchSize: 16, earlyStopping: { patience: 2 } },
      data: { validation: 10 },
      optimizer: { name: 'adam', learningRate: 2 },
    });
    const whole = await begin(join(folder, 'whole'), spec);
    t.is(whole.reason, 'stoppedEarly');
    t.true(whole.bestEpoch! < whole.history.length);
    const path = join(folder, 'cut');
    await begin(path, spec, interruptedAfter(step));
    const second = await goOn(path);
    t.deepEqual([second.reason, told(second)], [whole.reason, told(whole)]);
    t.deepEqual(await left(path), await left(join(folder, 'whole')));
  });
}

test('a finished run does not resume, and reports its result again', async (t) => {
  const folder = await temporaryFolder(t);
  for (const [name, earlyStopping] of [
    ['completed', undefined],
    ['stoppedEarly', { patience: 1 }],
  ] as const) {
    const path = join(folder, name);
    const training = { epochs: earlyStopping ? 30 : 3, batchSize: 16, earlyStopping };
    const spec = tinySpec({ training, optimizer: { name: 'adam', learningRate: 2 } });
    const whole = await begin(path, spec);
    t.is(whole.reason, name);
    const before = await left(path);
    const again = await goOn(path, failingAfter(whole.steps + 1));
    t.deepEqual([again.reason, told(again)], [name, told(whole)]);
    t.deepEqual(await left(path), before);
    t.deepEqual(timeless(again.history), timeless(whole.history));
  }
});

for (const everySeconds of [0, 60]) {
  test(`with a checkpoint every ${everySeconds} seconds a failing machine costs bits of no kind`, async (t) => {
    const folder = await temporaryFolder(t);
    const spec = tinySpec();
    await begin(join(folder, 'whole'), spec);
    for (const step of [1, 2, 5, 9]) {
      const path = join(folder, `after-${step}`);
      const options = { ...failingAfter(step), checkpoints: { everySeconds } };
      await t.throwsAsync(begin(path, spec, options), { message: 'the machine failed' });
      const { step: kept } = await (await RunDirectory.open(path)).readCheckpoint('last');
      t.is(kept, everySeconds === 0 ? step - 1 : Math.floor((step - 1) / 3) * 3);
      t.is((await goOn(path)).reason, 'completed');
      t.deepEqual(await left(path), await left(join(folder, 'whole')));
    }
  });
}

test('every second epoch is kept on request, and each of them can be resumed', async (t) => {
  const folder = await temporaryFolder(t);
  const path = join(folder, 'run');
  const spec = tinySpec({ training: { epochs: 5, batchSize: 16 } });
  const checkpoints = { everyEpochs: 2 };
  await begin(path, spec, { checkpoints });
  const whole = await left(path);
  t.deepEqual(Object.keys(whole), [
    'best.safetensors',
    'epoch-2.safetensors',
    'epoch-4.safetensors',
    'last.safetensors',
    'metrics',
  ]);
  for (const epoch of [2, 4]) {
    const copy = join(folder, `from-${epoch}`);
    await cp(path, copy, { recursive: true });
    await cp(
      join(path, 'checkpoints', `epoch-${epoch}.safetensors`),
      join(copy, 'checkpoints', 'last.safetensors'),
    );
    await goOn(copy, { checkpoints });
    t.deepEqual(await left(copy), whole);
  }
});

/** Resumes a run with another number of epochs than its spec. */
async function goOnTo(path: string, epochs: number): Promise<TrainedAssembly> {
  const run = await RunDirectory.resume(path);
  try {
    const spec = await run.readSpec();
    const from = await run.checkpointToResume(() => undefined);
    const longer = { ...spec, training: { ...spec.training, epochs } };
    const assembly = { ...tinyAssembly(longer), model: tinyModel({ seed: 99 }) };
    return await trainAssembly(assembly, { data: tinyData, run: async () => run, from });
  } finally {
    await run.release();
  }
}

for (const [first, step] of [
  ['done', 99],
  ['interrupted', 5],
] as const) {
  test(`a run that was ${first} resumes to more epochs with the numbers of an uninterrupted run`, async (t) => {
    const folder = await temporaryFolder(t);
    const optimizer = { name: 'adam', learningRate: 0.02 } as const;
    const spec = (epochs: number) =>
      tinySpec({
        optimizer,
        objective: { name: 'elbo', warmUp: 5 },
        training: {
          epochs,
          batchSize: 16,
          schedule: { name: 'piecewise', boundaries: [4], values: [0.02, 0.01] },
        },
      });
    const whole = await begin(join(folder, 'whole'), spec(5));
    const path = join(folder, 'longer');
    await begin(path, spec(3), interruptedAfter(step));
    const longer = await goOnTo(path, 5);
    t.deepEqual(told(longer), told(whole));
    t.deepEqual(await left(path), await left(join(folder, 'whole')));
    t.is((await (await RunDirectory.open(path)).readSpec()).training.epochs, 5);
  });
}

test('throws an error for more epochs when earlier steps would have differed, and for fewer than have begun', async (t) => {
  const folder = await temporaryFolder(t);
  const cases = [
    [
      tinySpec({ training: { epochs: 3, batchSize: 16, schedule } }),
      6,
      /another run: its learning rate was .* at step 2/,
    ],
    [tinySpec({ objective }), 6, /another run: its beta was .* at step 2 of/],
    [tinySpec(), 1, /^1 epochs were requested, but epoch 2 has already begun\.$/],
  ] as const;
  for (const [index, [spec, epochs, message]] of cases.entries()) {
    const path = join(folder, `${index}`);
    await begin(path, spec, interruptedAfter(4));
    const before = await left(path);
    const error = await t.throwsAsync(goOnTo(path, epochs), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'usage');
    t.deepEqual(await left(path), before);
    t.is((await goOn(path)).reason, 'completed', 'and it can still resume');
  }
});

async function refusedToGoOn(t: ExecutionContext, options: Options): Promise<HelmholtzError> {
  const path = join(await temporaryFolder(t), 'run');
  await begin(path, tinySpec(), interruptedAfter(4));
  return t.throwsAsync(goOn(path, options), { instanceOf: HelmholtzError });
}

test('throws a data error for a different number of training examples', async (t) => {
  const error = await refusedToGoOn(t, { data: { train: tinyData.test, test: tinyData.test } });
  t.is(error.kind, 'data');
  t.is(error.message, 'The snapshot is of step 4 in epoch 2, which epochs of 2 steps do not reach.');
});

test('throws an error when a callback takes a snapshot during a step', async (t) => {
  const asking: TrainingCallback = { onStep: async (_event, state) => void (await state.snapshot()) };
  const path = join(await temporaryFolder(t), 'run');
  await t.throwsAsync(begin(path, tinySpec(), { callbacks: [asking] }), { message: /taken during a step/ });
});

test('a line of metrics is there only once its checkpoint is', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  const run = await RunDirectory.create(path);
  const append = run.appendMetrics.bind(run);
  const claimed: number[] = [];
  run.appendMetrics = async (row) => {
    const { history } = await run.readCheckpoint('last');
    t.deepEqual(history.at(-1), { ...row, seconds: 0 });
    claimed.push(row.epoch);
    await append(row);
  };
  await trainAssembly(tinyAssembly(), { data: tinyData, run: async () => run });
  t.deepEqual(claimed, [1, 2, 3]);
});
