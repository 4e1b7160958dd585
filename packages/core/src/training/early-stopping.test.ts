import { train } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import type { Metrics } from '../run/metrics-row.js';
import { tinyModel } from '../testing/tiny-model.js';
import { objective } from '../testing/tiny-training.js';
import type { StopReason } from './callback.js';
import { type EarlyStoppingOptions, earlyStopping } from './early-stopping.js';
import { readWeights, writeWeights } from './weights.js';

/**
 * Plays a training whose epochs end in these values; each epoch leaves its number in every weight.
 */
async function play(
  options: EarlyStoppingOptions,
  epochs: readonly { train: Metrics; validation?: Metrics; test?: Metrics }[],
  callback = earlyStopping(options),
): Promise<{ stoppedAt: number | undefined; weights: Set<number> }> {
  const model = tinyModel();
  let stoppedAt: number | undefined;
  const settle = () => Promise.resolve();
  const snapshot = () => Promise.reject(new Error('not asked for'));
  const state = {
    model,
    optimizer: train.sgd(0),
    objective,
    advice: [],
    history: [],
    steps: 0,
    reason: undefined,
    settle,
    snapshot,
  };
  const values = await readWeights(model);
  await callback.onTrainBegin?.({ ...state, stop: () => undefined });
  for (const [index, metrics] of epochs.entries()) {
    const epoch = index + 1;
    for (const weight of values.values()) weight.values.fill(epoch);
    writeWeights(model, values);
    const stop = (_reason: StopReason) => (stoppedAt = epoch);
    const row = { epoch, step: epoch, seconds: 0, learningRate: 0, ...metrics };
    await callback.onEpochEnd?.(row, { ...state, stop });
    if (stoppedAt !== undefined) break;
  }
  await callback.onTrainEnd?.('completed', { ...state, stop: () => undefined });
  const after = await readWeights(model);
  return { stoppedAt, weights: new Set([...after.values()].flatMap((weight) => [...weight.values])) };
}

const nelbos = (...values: number[]) => values.map((nelbo) => ({ train: { nelbo } }));

for (const [patience, expected] of [
  [0, 3],
  [1, 3],
  [2, 4],
  [3, 5],
  [4, undefined],
] as const) {
  test(`patience ${patience}: stops after so many epochs without improvement`, async (t) => {
    const { stoppedAt } = await play({ patience }, nelbos(5, 4, 6, 4.5, 4, 3.9));
    t.is(stoppedAt, expected);
  });
}

test('the best epoch has its weights back, whether stopped or not', async (t) => {
  t.deepEqual((await play({ patience: 2 }, nelbos(5, 4, 6, 7, 8))).weights, new Set([2]));
  t.deepEqual((await play({ patience: 9 }, nelbos(5, 4, 6))).weights, new Set([2]));
  t.deepEqual((await play({ patience: 2 }, nelbos(5, 4, 3))).weights, new Set([3]));
});

test('keeps the last weights with restoreBestWeights: false', async (t) => {
  const options = { patience: 1, restoreBestWeights: false };
  t.deepEqual((await play(options, nelbos(5, 4, 6))).weights, new Set([3]));
});

test('an improvement smaller than minDelta counts for nothing', async (t) => {
  const { stoppedAt, weights } = await play({ patience: 2, minDelta: 0.5 }, nelbos(5, 4.6, 4.4, 4.3, 4.2));
  t.is(stoppedAt, 5);
  t.deepEqual(weights, new Set([3]));
});

test('the validation set is watched where there is one', async (t) => {
  const epochs = [3, 2, 4, 5].map((nelbo, index) => ({ train: { nelbo: -index }, validation: { nelbo } }));
  const { stoppedAt, weights } = await play({ patience: 2 }, epochs);
  t.is(stoppedAt, 4);
  t.deepEqual(weights, new Set([2]));
});

test('never the test set', async (t) => {
  const epochs = [1, 2, 3].map((nelbo) => ({ train: { nelbo }, test: { nelbo: -nelbo } }));
  t.is((await play({ patience: 1 }, epochs)).stoppedAt, 2);
});

test('an epoch whose validation was interrupted is not compared with those before', async (t) => {
  const epochs = [{ train: { nelbo: 9 }, validation: { nelbo: 5 } }, { train: { nelbo: 1 } }];
  const callback = earlyStopping({ patience: 9 });
  t.deepEqual((await play({}, epochs, callback)).weights, new Set([1]));
  t.is(callback.restoredEpoch, 1);
});

test('another metric may be watched', async (t) => {
  const epochs = [1, 2, 3].map((kl) => ({ train: { nelbo: -kl, kl } }));
  t.is((await play({ patience: 1, monitor: { metric: 'kl', mode: 'min' } }, epochs)).stoppedAt, 2);
  t.is((await play({ patience: 1, monitor: { metric: 'kl', mode: 'max' } }, epochs)).stoppedAt, undefined);
  t.is((await play({ patience: 1, monitor: { metric: 'nelbo', mode: 'max' } }, epochs)).stoppedAt, 2);
});

test('a metric that does not exist is an error that names the nearest', async (t) => {
  const error = await t.throwsAsync(play({ monitor: { metric: 'nelbow', mode: 'min' } }, nelbos(1)), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'usage');
  t.is(error.message, 'The metric to monitor is "nelbow", which training does not report.');
  t.regex(error.hint!, /Did you mean "nelbo"\?/);
});

test('a second training begins anew', async (t) => {
  const callback = earlyStopping({ patience: 1 });
  await play({}, nelbos(1, 2), callback);
  const { stoppedAt, weights } = await play({}, nelbos(9, 8, 7), callback);
  t.is(stoppedAt, undefined);
  t.deepEqual(weights, new Set([3]));
});
