import { HelmholtzError } from '@helmholtz/base';
import { type Tensor, mul, sum, tensor, train } from '@tensorflow/tfjs-core';
import { input, layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { KLDivergence } from './kl-divergence.js';
import { klDivergenceLayer } from './kl-divergence-layer.js';

import { latentVariableGraph } from './model.js';
import '@helmholtz/testing/cpu-backend';
import { call, callForSeveral, dense, numbers } from './testing/symbolic.js';

const rows = tensor([
  [0.2, 1],
  [0.7, 0],
]);

/** A linear graph of x, its draw z and the ratio estimate of both. */
function graph(ratio?: (...inputs: readonly Tensor[]) => Tensor) {
  const x = input({ shape: [2], name: 'x' });
  const value = dense('draw', 2, x);
  const layer = klDivergenceLayer(ratio ? { ratio } : { implicit: true });
  const [z] = callForSeveral(layer, [value, x]);
  const head = call(layers.dense({ units: 2, name: 'head' }), z!);
  return { model: latentVariableGraph({ name: 'g', inputs: [x], outputs: [head] }), layer };
}

test('fit of TensorFlow.js minimizes the mean of the estimated ratio, in place of a closed form', async (t) => {
  const ratio = (z: Tensor, x?: Tensor): Tensor => sum(mul(z, x!), 1);
  const { model } = graph(ratio);
  const draw = model.getLayer('draw');
  const expected = numbers(ratio(draw.apply(rows) as Tensor, rows)).reduce(
    (total, each) => total + each / 2,
    0,
  );
  model.compile({
    optimizer: train.sgd(0.1),
    loss: (_: Tensor, predicted: Tensor) => sum(mul(predicted, 0)),
  });
  const before = numbers(draw.getWeights()[0]!);
  const { history } = await model.fit(rows, rows, { epochs: 1, batchSize: 2, verbose: 0 });
  t.true(
    Math.abs((history['loss']![0] as number) - expected) < 1e-5,
    `${String(history['loss'])}, ${expected}`,
  );
  t.notDeepEqual(numbers(draw.getWeights()[0]!), before);
});

test('fit without a ratio estimator names what is missing', async (t) => {
  const { model } = graph();
  model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  const error = await t.throwsAsync(model.fit(rows, rows, { epochs: 1, verbose: 0 }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The KL divergence "z_kl" has no ratio estimator.');
});

test('a ratio estimator beside a posterior with a density is refused', (t) => {
  const error = t.throws(() => klDivergenceLayer({ posterior: 'normal', ratio: (z) => z }), {
    instanceOf: HelmholtzError,
  });
  t.is(
    error.message,
    'The KL divergence of "z" has both a ratio estimator and the posterior "normal", which has a density.',
  );
});

test('the configuration is restored without the function', (t) => {
  const layer = klDivergenceLayer({ ratio: (z) => z });
  const again = new KLDivergence(layer.getConfig());
  t.true(again.implicit);
  t.deepEqual(again.getConfig(), layer.getConfig());
});
