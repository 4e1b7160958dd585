import { join } from 'node:path';

import { type Scalar, add, mul, sqrt } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { elbo } from '../objectives/elbo.js';
import type { Objective } from '../objectives/objective.js';
import { RunDirectory } from '../run/run-directory.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { tinyAssembly, tinyData, tinySpec } from '../testing/tiny-assembly.js';
import type { SkipEvent } from './callback.js';
import { trainAssembly } from './train-assembly.js';

/** The ELBO, whose gradients are NaN at the given steps. */
function failingAt(...steps: number[]): Objective {
  return {
    ...elbo(),
    coefficients: (progress) => ({ root: progress && steps.includes(progress.step + 1) ? 0 : 1 }),
    evaluate(model, context) {
      const { loss, metrics } = elbo().evaluate(model, context);
      const root: Scalar = sqrt(mul(metrics['kl']!, context.coefficients['root']!));
      return { loss: add(loss, mul(root, 1e-3)), metrics };
    },
  };
}

const skipping = tinySpec({ training: { epochs: 3, batchSize: 16, nonFinite: 'skip' } });

test('a gradient that becomes NaN stops training at its step, by the name of its weight', async (t) => {
  const assembly = { ...tinyAssembly(), objective: failingAt(5) };
  const error = await t.throwsAsync(trainAssembly(assembly, { data: tinyData }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'numerics');
  t.is(error.message, 'the gradient of hidden/kernel became NaN at step 5 (epoch 2); training stopped.');
  t.regex(error.hint!, /training\.clip/);
});

test('skipped steps are reported and counted, and change no mean', async (t) => {
  const events: SkipEvent[] = [];
  const assembly = { ...tinyAssembly(skipping), objective: failingAt(4, 6) };
  const callbacks = [{ onSkip: (event: SkipEvent) => void events.push(event) }];
  const { history, steps } = await trainAssembly(assembly, { data: tinyData, callbacks });
  t.is(steps, 9);
  t.deepEqual(
    events.map(({ epoch, step, what, value }) => [epoch, step, what, value]),
    [4, 6].map((step) => [2, step, 'the gradient of hidden/kernel', NaN]),
  );
  t.deepEqual(
    history.map(({ skipped }) => skipped),
    [undefined, 2, undefined],
  );
  t.true(history.every(({ train }) => Object.values(train).every(Number.isFinite)));
});

test('an epoch of nothing but such steps stops training', async (t) => {
  const assembly = { ...tinyAssembly(skipping), objective: failingAt(4, 5, 6) };
  const error = await t.throwsAsync(trainAssembly(assembly, { data: tinyData }), {
    instanceOf: HelmholtzError,
  });
  t.regex(error.message, /became NaN at step 6 \(epoch 2\)/);
});

test('the count of skipped steps survives a break', async (t) => {
  const path = join(await temporaryFolder(t), 'run');
  const controller = new AbortController();
  const assembly = { ...tinyAssembly(skipping), objective: failingAt(4, 6) };
  await trainAssembly(assembly, {
    data: tinyData,
    run: () => RunDirectory.create(path),
    signal: controller.signal,
    callbacks: [{ onStep: ({ step }) => void (step === 5 && controller.abort()) }],
  });
  const run = await RunDirectory.resume(path);
  const from = await run.checkpointToResume(t.fail);
  t.is(from!.average.skipped, 1);
  const again = { ...tinyAssembly(skipping), objective: failingAt(4, 6) };
  const { history } = await trainAssembly(again, { data: tinyData, run: async () => run, from });
  t.is(history[1]!.skipped, 2);
});
