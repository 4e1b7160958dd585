import test from 'ava';

import { viewOfTerms } from '../graph/model-view.js';
import { HelmholtzError } from '@helmholtz/base';
import { elbo } from '../objectives/elbo.js';
import { patterns, rowsOf, tinyModel } from '../testing/tiny-model.js';
import { BatchReader } from './batches.js';
import { toTensor } from './host-tensor.js';
import { evaluate } from './evaluate.js';
import { readWeights } from './weights.js';

const objective = elbo();
const options = { data: patterns(10), objective, batchSize: 4, seed: 0 };

test('averages the metrics of batches over the examples', async (t) => {
  const model = tinyModel();
  const metrics = await evaluate(model, options);
  let sum = 0;
  for (const { size, inputs, noise } of new BatchReader(model, options.data, 4, 0).ordered('evaluation')) {
    const ofBatch = model.terms(inputs.map(toTensor), noise.map(toTensor));
    const { metrics } = objective.evaluate(viewOfTerms(ofBatch), { training: false, coefficients: {} });
    sum += metrics['nelbo']!.dataSync()[0]! * size;
  }
  t.true(Math.abs(metrics['nelbo']! - sum / 10) < 1e-6);
  t.deepEqual(Object.keys(metrics), [
    'nelbo',
    'expectedLogLikelihood',
    'kl',
    'kl/z',
    'expectedLogLikelihood/x',
  ]);
});

test('the seed names the noise: the same again, another otherwise, 0 a seed as 1 is', async (t) => {
  const model = tinyModel();
  const [first, again, other] = [
    await evaluate(model, options),
    await evaluate(model, options),
    await evaluate(model, { ...options, seed: 1 }),
  ];
  t.deepEqual(first, again);
  t.not(first['expectedLogLikelihood'], other['expectedLogLikelihood']);
  t.is(first['kl'], other['kl'], 'which depends on no noise');
});

test('changes nothing in the model', async (t) => {
  const model = tinyModel();
  const before = await readWeights(model);
  await evaluate(model, options);
  t.deepEqual(await readWeights(model), before);
});

test('reports each batch, and stops at a signal with the metrics so far', async (t) => {
  const controller = new AbortController();
  const progress: [number, number][] = [];
  const metrics = await evaluate(tinyModel(), {
    ...options,
    signal: controller.signal,
    onBatch(done, batches) {
      progress.push([done, batches]);
      if (done === 2) controller.abort();
    },
  });
  t.deepEqual(progress, [
    [1, 3],
    [2, 3],
  ]);
  t.true(Number.isFinite(metrics['nelbo']));
});

test('throws a data error for values outside the support of the likelihood', async (t) => {
  const error = await t.throwsAsync(evaluate(tinyModel(), { ...options, data: rowsOf([[0, 0, 0, -1]]) }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'data');
});
