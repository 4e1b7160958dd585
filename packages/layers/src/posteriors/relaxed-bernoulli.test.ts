import { constantPrior, describeModel, latentStatistics, LatentVariableModel } from '@helmholtz/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { bernoulliLikelihood } from '../likelihoods/bernoulli.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense, numbers } from '../testing/symbolic.js';
import { relaxedBernoulliPosterior } from './relaxed-bernoulli.js';

const build = (temperature: number) => {
  const features = input({ shape: [3], name: 'features' });
  const units = relaxedBernoulliPosterior.sample(
    features,
    { variable: 'z', size: 2, prior: constantPrior('logitRelaxedBernoulli'), noise: 'standardLogistic' },
    { temperature },
  );
  return latentVariableGraph({ name: 'posterior', inputs: [features], outputs: [units] });
};

test('the latent is the logit of what is passed on', (t) => {
  const graph = build(0.4);
  t.deepEqual(
    describeModel(graph)
      .nodes.filter(({ role }) => role !== 'deterministic')
      .map(({ id, role }) => `${id}: ${role}`),
    [
      'features: observed',
      'z_noise: noise',
      'z_log_temperature: parameter',
      'z_kl: kl',
      'z_draw: reparameterization',
      'z: latent',
    ],
  );
  const at = tensor([[1, 2, 3]]);
  const noise = tensor([[1, -2]]);
  const logits = numbers(graph.getLayer('z_logits').apply(at) as Tensor);
  numbers(graph.predict([at, noise]) as Tensor).forEach((unit, index) => {
    const logit = (logits[index]! + numbers(noise)[index]!) / 0.4;
    t.true(Math.abs(unit - 1 / (1 + Math.exp(-logit))) < 1e-6);
  });
});

test('the temperature is not trained', (t) => {
  const model = new LatentVariableModel(build(0.4));
  t.true(model.weights.has('z_log_temperature/value'));
  t.deepEqual(
    model.layersModel.trainableWeights.map(({ originalName }) => originalName.split('/')[0]),
    ['z_logits', 'z_logits'],
  );
});

test('units that hardly change with the data are not active, however their logits vary', async (t) => {
  const features = input({ shape: [1], name: 'x' });
  const units = relaxedBernoulliPosterior.sample(
    features,
    { variable: 'z', size: 2, prior: constantPrior('logitRelaxedBernoulli'), noise: 'standardLogistic' },
    { temperature: 0.4 },
  );
  const head = call(bernoulliLikelihood(), dense('generative', 1, units));
  const model = new LatentVariableModel(
    latentVariableGraph({ name: 'g', inputs: [features], outputs: [head] }),
  );
  // The logits are 0.15 x, that of an idle unit, and 3 x.
  model.weights.get('z_logits/kernel')!.write(tensor([0.15, 3], [1, 2]));
  const data = {
    name: 'zeros and ones',
    size: 4,
    shape: [1],
    fixed: true,
    read: (indices: ArrayLike<number>, out: Float32Array) =>
      Array.from(indices).forEach((index, row) => (out[row] = index % 2)),
  };
  const [z] = await latentStatistics(model, { data, batchSize: 2, seed: 0 });
  const probability = (logit: number): number => 1 / (1 + Math.exp(-logit));
  [0.15, 3].forEach((logit, index) => {
    const expected = ((probability(logit) - 0.5) / 2) ** 2;
    t.true(Math.abs(z!.posteriorMeans.variance[index]! - expected) < 1e-6);
  });
  t.is(z!.activeUnits, 1);
});
