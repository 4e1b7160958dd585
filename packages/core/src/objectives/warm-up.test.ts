import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import type { Progress } from './objective.js';
import { elbo } from './elbo.js';
import { warmedUp } from './warm-up.js';

const at = (step: number, totalSteps = 1000): Progress => ({
  step,
  totalSteps,
  epoch: 1,
  epochs: 1,
  stepsPerEpoch: totalSteps,
});

test('rises from 0 at the first step to 1 after so many, and stays there', (t) => {
  t.deepEqual(
    [0, 50, 100, 200, 999].map((step) => warmedUp(200, at(step))),
    [0, 0.25, 0.5, 1, 1],
  );
  t.deepEqual(
    [0, 1].map((step) => warmedUp(1, at(step))),
    [0, 1],
  );
});

test('a length below 1 is a share of the training', (t) => {
  t.deepEqual(
    [0, 100, 400, 800].map((step) => warmedUp(0.4, at(step))),
    [0, 0.25, 1, 1],
  );
});

test('outside of training it is over', (t) => {
  t.is(warmedUp(200, undefined), 1);
});

test('throws an error for a length that is not above 0', (t) => {
  for (const length of [0, -3, NaN]) {
    const error = t.throws(() => warmedUp(length, at(0)), { instanceOf: HelmholtzError });
    t.is(error.kind, 'usage');
  }
});

test('in cycles it rises from 0 again and again, and stays for the rest of each', (t) => {
  t.deepEqual(
    [0, 50, 125, 249, 250, 300, 999].map((step) => warmedUp({ cycles: 4, rise: 0.5 }, at(step))),
    [0, 0.4, 1, 1, 0, 0.4, 1],
  );
  t.is(warmedUp({ cycles: 4, rise: 0.5 }, undefined), 1);
  t.is(
    warmedUp({ cycles: 1, rise: 1 }, at(250)),
    0.25,
    'one cycle that rises all the time is a straight line',
  );
});

test('throws an error for cycles that never rise', (t) => {
  for (const warmUp of [
    { cycles: 0, rise: 0.5 },
    { cycles: 1.5, rise: 0.5 },
    { cycles: 4, rise: 0 },
    { cycles: 4, rise: 2 },
  ]) {
    t.throws(() => warmedUp(warmUp, at(0)), { instanceOf: HelmholtzError }, JSON.stringify(warmUp));
  }
});

test('beta rises to its own value, and is a constant without a warm-up', (t) => {
  const objective = elbo({ beta: 4, warmUp: 100 });
  t.deepEqual(objective.coefficients!(at(25)), { beta: 1 });
  t.deepEqual(objective.coefficients!(undefined), { beta: 4 });
  t.false('coefficients' in elbo({ beta: 4 }));
});
