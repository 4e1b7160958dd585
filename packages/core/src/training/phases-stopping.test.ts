import { train as optimizers } from '@tensorflow/tfjs-core';
import test from 'ava';

import type { TrainingSnapshot } from '../run/snapshot.js';
import { adversarial, tinyAdversary } from '../testing/tiny-phases.js';
import { run } from '../testing/tiny-training.js';
import type { TrainingCallback } from './callback.js';
import { earlyStopping } from './early-stopping.js';
import type { TrainOptions } from './train-options.js';
import { type WeightValues, readWeights } from './weights.js';

const options = (epochs: number): Partial<TrainOptions> => ({
  objective: adversarial(),
  optimizer: optimizers.adam(0.05),
  epochs,
});

/** Keeps the weights after every epoch. */
function weightsByEpoch(): TrainingCallback & { readonly weights: WeightValues[] } {
  const weights: WeightValues[] = [];
  return {
    weights,
    async onEpochEnd(_row, { model }) {
      weights.push(structuredClone(await readWeights(model)));
    },
  };
}

const monitors = [
  { phase: 'discriminator', monitor: { metric: 'accuracy', mode: 'max' } },
  { phase: 'autoencoder', monitor: { metric: 'fooling', mode: 'min' } },
] as const;

for (const { phase, monitor } of monitors) {
  test(`early stopping monitors a metric of the phase ${phase} and restores the weights of all phases`, async (t) => {
    const epochs = weightsByEpoch();
    const stopping = earlyStopping({ patience: 2, monitor });
    const model = tinyAdversary();
    const { history, reason } = await run(model, { ...options(40), callbacks: [epochs, stopping] });
    t.is(reason, 'stoppedEarly');
    const values = history.map((row) => row.train[monitor.metric]! * (monitor.mode === 'min' ? 1 : -1));
    const best = values.indexOf(Math.min(...values));
    t.is(history.length, best + 3);
    t.is(stopping.restoredEpoch, best + 1);
    const restored = await readWeights(model);
    t.true([...restored.keys()].some((name) => name.startsWith('discriminator/')));
    t.deepEqual(restored, epochs.weights[best]);
    t.notDeepEqual(restored, epochs.weights.at(-1));
  });
}

test('a finished training of several phases resumes to more epochs with the same bits', async (t) => {
  let snapshot: TrainingSnapshot | undefined;
  const keep: TrainingCallback = {
    onEpochEnd: async (_row, state) => void (snapshot = structuredClone(await state.snapshot())),
  };
  const through = tinyAdversary();
  const whole = await run(through, options(5));
  await run(tinyAdversary(), { ...options(2), callbacks: [keep] });
  t.is(snapshot!.epoch, 2);
  const again = tinyAdversary({ seed: 9 });
  const rest = await run(again, { ...options(5), from: snapshot! });
  t.deepEqual(await readWeights(again), await readWeights(through));
  const timeless = ({ history }: typeof whole) => history.map((row) => ({ ...row, seconds: 0 }));
  t.deepEqual(timeless(rest), timeless(whole));
});

test('early stopping of several phases counts the epochs before a resume', async (t) => {
  const stopping = (): Partial<TrainOptions> => ({
    ...options(40),
    callbacks: [earlyStopping({ patience: 2, monitor: monitors[1].monitor })],
  });
  const through = tinyAdversary();
  const whole = await run(through, stopping());
  const stopAt = whole.history.length - 1;
  let snapshot: TrainingSnapshot | undefined;
  const controller = new AbortController();
  const { callbacks } = stopping();
  await run(tinyAdversary(), {
    ...stopping(),
    signal: controller.signal,
    callbacks: [
      ...callbacks!,
      {
        onEpochEnd: ({ epoch }) => void (epoch === stopAt && controller.abort()),
        onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
      },
    ],
  });
  const again = tinyAdversary({ seed: 9 });
  const rest = await run(again, { ...stopping(), from: snapshot! });
  t.is(rest.reason, 'stoppedEarly');
  t.is(rest.history.length, whole.history.length);
  t.deepEqual(await readWeights(again), await readWeights(through));
});
