import { train as optimizers } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { trainingStepConforms } from '../testing/step-conformance.js';
import { tinyModel } from '../testing/tiny-model.js';
import { run } from '../testing/tiny-training.js';
import { debugNumerics } from './debug-numerics.js';
import { createEagerStep } from './eager-step.js';
import { readWeights, writeWeights } from './weights.js';

const createStep = debugNumerics(createEagerStep);

trainingStepConforms(test, createStep);

const recognition = () => [
  layers.dense({ units: 8, activation: 'tanh', name: 'hidden' }),
  layers.batchNormalization({ name: 'normalized' }),
  layers.dropout({ rate: 0.3, name: 'dropped' }),
];

test('it changes no bit of the weights', async (t) => {
  const learned = async (create = createEagerStep) => {
    const model = tinyModel({ recognition });
    const { history } = await run(model, { createStep: create });
    return [await readWeights(model), history.map(({ train }) => train)];
  };
  t.deepEqual(await learned(createStep), await learned());
});

test('the first layer that returns NaN or infinity is named', async (t) => {
  const model = tinyModel({ family: 'normal' });
  const weights = await readWeights(model);
  weights.get('z_log_variance/bias')!.values.fill(1e3);
  const options = { optimizer: optimizers.sgd(0), createStep };
  writeWeights(model, weights);
  const error = await t.throwsAsync(run(model, options), { instanceOf: HelmholtzError });
  t.is(error.kind, 'numerics');
  t.is(
    error.message,
    'The layer z_scale (TestScale) gave Infinity at step 1, from finite inputs and weights.',
  );
});
