import test, { type ExecutionContext } from 'ava';

import { HelmholtzError } from '@helmholtz/base';

import '@helmholtz/testing/cpu-backend';
import { tinyLabelled } from '../testing/tiny-labelled.js';
import { tinyModel } from '../testing/tiny-model.js';
import { UNLABELLED, labelledPatterns, semiSupervised, tinyParts } from '../testing/tiny-parts.js';
import { run } from '../testing/tiny-training.js';
import type { Batch } from './batch.js';
import { BatchReader } from './batches.js';
import {
  type BatchSize,
  examplesByPart,
  numberOfExamples,
  stepsPerEpoch,
  wholeBatchSize,
} from './data-parts.js';
import { debugNumerics } from './debug-numerics.js';
import { createEagerStep } from './eager-step.js';
import { evaluate } from './evaluate.js';
import { holdOut } from './hold-out.js';
import type { TrainOptions } from './train-options.js';
import type { TrainingSnapshot } from '../run/snapshot.js';
import { readWeights } from './weights.js';

const batchSize = { labelled: 5, unlabelled: UNLABELLED };

const reader = (size: BatchSize = batchSize): BatchReader =>
  new BatchReader(tinyLabelled().model, tinyParts(), size, 0);

const rowsOf = (batch: Batch, part: string): number[] => [...batch.parts![part]!.indices];

test('an epoch goes by the part with the most batches, and repeats the others in orders of their own', (t) => {
  const batches = [...reader().shuffled('epoch', 1)];
  t.is(batches.length, 5);
  t.is(stepsPerEpoch(tinyParts(), batchSize), 5);
  t.is(numberOfExamples(tinyParts()), 52);
  t.deepEqual(examplesByPart(tinyParts()), { labelled: 12, unlabelled: 40 });
  const unlabelled = batches.flatMap((batch) => rowsOf(batch, 'unlabelled'));
  t.deepEqual(
    [...unlabelled].sort((a, b) => a - b),
    [...Array(40).keys()],
  );
  const labelled = batches.flatMap((batch) => rowsOf(batch, 'labelled'));
  t.is(labelled.length, 25, 'every batch is full');
  const rounds = [labelled.slice(0, 12), labelled.slice(12, 24)];
  for (const round of rounds)
    t.deepEqual(
      [...round].sort((a, b) => a - b),
      [...Array(12).keys()],
    );
  t.notDeepEqual(rounds[0], rounds[1]);
  const again = [...reader().shuffled('epoch', 1)];
  t.deepEqual(
    again.flatMap((batch) => rowsOf(batch, 'labelled')),
    labelled,
  );
  const next = [...reader().shuffled('epoch', 2)];
  t.notDeepEqual(
    next.flatMap((batch) => rowsOf(batch, 'labelled')),
    labelled,
  );
});

test('or by the part that the data name, whose last batch may be smaller', (t) => {
  const data = { ...tinyParts(), epoch: 'labelled' };
  const batches = [...new BatchReader(tinyLabelled().model, data, batchSize, 0).shuffled('epoch', 1)];
  t.deepEqual(
    batches.map((batch) => [rowsOf(batch, 'labelled').length, rowsOf(batch, 'unlabelled').length]),
    [
      [5, 8],
      [5, 8],
      [2, 8],
    ],
  );
  t.deepEqual(
    batches.map(({ size }) => size),
    [5, 5, 2],
  );
});

test('a part has the inputs that it has variables for, and noise of its own', (t) => {
  const [batch] = reader().shuffled('epoch', 1);
  const { labelled, unlabelled } = batch!.parts!;
  t.deepEqual(
    labelled!.inputs.map((input) => input?.shape),
    [
      [5, 4],
      [5, 3],
    ],
  );
  t.deepEqual(
    unlabelled!.inputs.map((input) => input?.shape),
    [[8, 4], undefined],
  );
  t.deepEqual(
    [labelled!.noise[0]!.shape, unlabelled!.noise[0]!.shape],
    [
      [5, 2],
      [8, 2],
    ],
  );
  t.notDeepEqual([...labelled!.noise[0]!.values].slice(0, 4), [...unlabelled!.noise[0]!.values].slice(0, 4));
  const other = batch!.redraw(1).parts!['labelled']!;
  t.is(other.inputs[0], labelled!.inputs[0]);
  t.notDeepEqual(other.noise[0]!.values, labelled!.noise[0]!.values);
});

const options = (): Partial<TrainOptions> => ({
  objective: semiSupervised,
  data: tinyParts(),
  batchSize,
  epochs: 3,
});

test('labels are summed out where there are none, and training resumes with the same bits', async (t) => {
  const through = tinyLabelled(1).model;
  const { history } = await run(through, options());
  t.true(history[2]!.train['labelledNelbo']! < history[0]!.train['labelledNelbo']!);
  const controller = new AbortController();
  let snapshot: TrainingSnapshot | undefined;
  await run(tinyLabelled(1).model, {
    ...options(),
    signal: controller.signal,
    callbacks: [
      {
        onStep: ({ step }) => void (step === 7 && controller.abort()),
        onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
      },
    ],
  });
  const again = tinyLabelled(8).model;
  await run(again, { ...options(), from: snapshot! });
  t.deepEqual(await readWeights(again), await readWeights(through));
  const looked = tinyLabelled(1).model;
  await run(looked, { ...options(), createStep: debugNumerics(createEagerStep) });
  t.deepEqual(await readWeights(looked), await readWeights(through));
});

test('data without parts are the batch of every name', async (t) => {
  const data = labelledPatterns(16, 3);
  const size = { labelled: 3, unlabelled: UNLABELLED };
  t.is(wholeBatchSize(size), UNLABELLED);
  const metrics = await evaluate(tinyLabelled().model, {
    data,
    objective: semiSupervised,
    batchSize: size,
    seed: 0,
  });
  t.deepEqual(Object.keys(metrics), ['labelledNelbo', 'unlabelledBound']);
});

test('examples are held out of each part', (t) => {
  const { train, validation } = holdOut(tinyParts(), 0.25, 0);
  const sizes = (parts: typeof train.parts) => Object.values(parts).map(({ size }) => size);
  t.deepEqual(
    [sizes(train.parts), sizes(validation!.parts)],
    [
      [9, 30],
      [3, 10],
    ],
  );
});

async function refused(t: ExecutionContext, changes: Partial<TrainOptions>, message: string): Promise<void> {
  const error = await t.throwsAsync(run(tinyLabelled().model, { ...options(), ...changes }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, message);
}

test('throws an error that names the part when batch sizes do not fit the data', async (t) => {
  await refused(
    t,
    { batchSize: { labeled: 5, unlabelled: 8 } },
    'A batch size was given for "labeled", but tiny has no part of that name.',
  );
  await refused(
    t,
    { batchSize: { labelled: 5 } },
    'There is no batch size for the part "unlabelled" of tiny.',
  );
  await refused(
    t,
    { data: labelledPatterns(12), batchSize },
    'The batch sizes are of parts, and rows has no parts.',
  );
  await refused(t, { batchSize: { labelled: 0, unlabelled: 8 } }, 'The batch size is 0.');
  await refused(
    t,
    { data: { ...tinyParts(), epoch: 'all' } },
    'The epochs of tiny follow the part "all", which does not exist.',
  );
});

test('throws an error when an objective asks for a missing part or input', async (t) => {
  const asking = (evaluate: typeof semiSupervised.evaluate) => ({ ...semiSupervised, evaluate });
  await refused(
    t,
    { objective: asking((model) => void model.batch('labeled') as never) },
    'The objective asks for the batch "labeled", which the data lack.',
  );
  await refused(
    t,
    { objective: asking((model) => void model.terms() as never) },
    'The data have parts, and the objective asks for terms without naming a part.',
  );
  await refused(
    t,
    { objective: asking((model) => void model.batch('unlabelled').terms() as never) },
    'The batch has no values for the input "label".',
  );
  await t.throwsAsync(run(tinyModel(), { data: { name: 'none', parts: {} }, batchSize: 4 }), {
    message: 'none has no parts.',
  });
});
