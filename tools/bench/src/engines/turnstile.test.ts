import { setImmediate as turn } from 'node:timers/promises';

import type { TrainingStep, Update } from '@helmholtz/core';
import test from 'ava';

import { Turnstile } from './turnstile.js';

/** A training of the updates 0, 1, 2, ..., whose losses they are. */
function training(): { turnstile: Turnstile; done: number[][]; batches: Update['batch'][] } {
  const done: number[][] = [];
  const batches: Update['batch'][] = [];
  const turnstile = new Turnstile();
  const step = turnstile.around({
    stride: 4,
    train: async (updates: readonly Update[]) => {
      done.push(updates.map((update) => update.step));
      batches.push(...updates.map(({ batch }) => batch));
      return updates.map((update) => ({ loss: update.step, metrics: {} }));
    },
  } as unknown as TrainingStep);
  void (async () => {
    for (let next = 0; ;) {
      const updates = Array.from({ length: step.stride }, () => {
        const batch = {
          size: 1,
          indices: Uint32Array.of(9),
          inputs: [],
          noise: [{ shape: [1], values: null }],
        };
        return { step: next++, batch, learningRate: 1, coefficients: {} } as unknown as Update;
      });
      await step.train(updates);
    }
  })();
  return { turnstile, done, batches };
}

test('so many updates pass, as many at once as the step likes, and the training waits in between', async (t) => {
  const { turnstile, done } = training();
  await turnstile.arrived();
  await turn();
  t.deepEqual(done, []);
  t.is(await turnstile.pass(1), 0);
  await turn();
  t.deepEqual(done, [[0]]);
  // It requested one update before `pass` set the number of updates.
  t.is(await turnstile.pass(7), 7);
  await turn();
  t.deepEqual(done, [[0], [1], [2, 3, 4, 5], [6, 7]]);
});

test("a given batch takes the place of the trainer's", async (t) => {
  const { turnstile, batches } = training();
  const values = Float32Array.of(0.5);
  await turnstile.pass(1, { indices: Uint32Array.of(3), noise: [values] });
  await turnstile.pass(1);
  t.deepEqual([...batches[0]!.indices], [3]);
  t.deepEqual(batches[0]!.noise[0], { shape: [1], values });
  t.deepEqual([...batches[1]!.indices], [9]);
});

test('pass and arrived throw the error of a failed training', async (t) => {
  const turnstile = new Turnstile();
  const waiting = turnstile.pass(1);
  turnstile.fail(new Error('no such kernel'));
  await t.throwsAsync(waiting, { message: 'no such kernel' });
  await t.throwsAsync(turnstile.arrived(), { message: 'no such kernel' });
  await t.throwsAsync(turnstile.pass(1), { message: 'no such kernel' });
});
