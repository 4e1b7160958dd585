import { memory, train as optimizers } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import type { OptimizerInput } from '../spec/schema.js';
import { patterns, tinyModel } from '../testing/tiny-model.js';
import { objective } from '../testing/tiny-training.js';
import { BatchReader } from './batches.js';
import { createEagerStep } from './eager-step.js';
import { readOptimizer, writeOptimizer } from './optimizer-state.js';
import { readyPhases } from './ready-phases.js';
import { createOptimizer } from './optimizers.js';
import { readWeights, writeWeights } from './weights.js';

const learningRate = 0.01;
const every: OptimizerInput[] = [
  { name: 'sgd', learningRate },
  { name: 'momentum', learningRate },
  { name: 'adagrad', learningRate },
  { name: 'adadelta', learningRate },
  { name: 'adam', learningRate },
  { name: 'adamax', learningRate },
  { name: 'rmsprop', learningRate, momentum: 0.5 },
  { name: 'rmsprop', learningRate, centered: true },
];

/** Returns a model, its optimizer and the updates of its phases. */
function start(spec: OptimizerInput, model = tinyModel()) {
  const optimizer = createOptimizer(spec);
  const reader = new BatchReader(model, patterns(40), 8, 0);
  const batches = [...reader.shuffled('epoch', 1)];
  const phases = readyPhases(model, objective, { optimizer });
  const options = { model, objective, phases, data: reader.feed, seed: 0 };
  const updates = async (...indices: number[]): Promise<void> => {
    const step = await createEagerStep(options);
    await step.train(
      indices.map((index) => ({ batch: batches[index]!, step: index, learningRate, coefficients: {} })),
    );
  };
  return { model, optimizer, updates };
}

for (const spec of every) {
  test.serial(
    `put back, ${JSON.stringify(spec)} goes on as if it had never stopped, bit for bit`,
    async (t) => {
      const through = start(spec);
      await through.updates(0, 1, 2, 3, 4);

      const first = start(spec);
      await first.updates(0, 1, 2);
      const state = structuredClone(await readOptimizer(first.optimizer));
      const second = start(spec, tinyModel({ seed: 9 }));
      writeWeights(second.model, await readWeights(first.model));
      await writeOptimizer(second.optimizer, state);
      t.deepEqual(await readOptimizer(second.optimizer), state);
      await second.updates(3, 4);
      t.deepEqual(await readWeights(second.model), await readWeights(through.model));
    },
  );

  test.serial(`${JSON.stringify(spec)} is read and written without leaving tensors behind`, async (t) => {
    const { optimizer, updates } = start(spec);
    await updates(0, 1);
    const before = memory().numTensors;
    const state = await readOptimizer(optimizer);
    t.is(memory().numTensors, before);
    await writeOptimizer(optimizer, state);
    t.is(memory().numTensors, before);
  });
}

test('a state that was read does not change in later steps', async (t) => {
  const { optimizer, updates } = start({ name: 'adam', learningRate });
  await updates(0);
  const state = await readOptimizer(optimizer);
  const kept = structuredClone(state);
  await updates(1, 2);
  t.deepEqual(state, kept);
  t.notDeepEqual(await readOptimizer(optimizer), kept);
});

test('before the first step it has a state, too', async (t) => {
  for (const spec of every) {
    const optimizer = createOptimizer(spec);
    const state = await readOptimizer(optimizer);
    t.is(state[0]!.values[0], 0);
    await t.notThrowsAsync(writeOptimizer(optimizer, state));
  }
});

test('throws a data error for the state of another optimizer', async (t) => {
  const { optimizer, updates } = start({ name: 'adam', learningRate });
  await updates(0);
  const state = await readOptimizer(optimizer);
  const error = await t.throwsAsync(writeOptimizer(optimizers.sgd(0.1), state), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'data');
  t.is(error.message, 'The state is not that of the optimizer SGD.');
});
