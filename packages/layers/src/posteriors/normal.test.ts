import { constantPrior, conditionalPrior, describeModel } from '@helmholtz/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { numbers } from '../testing/symbolic.js';
import { normalPosterior } from './normal.js';

const variable = { variable: 'z', size: 2, prior: constantPrior('standardNormal'), noise: 'standardNormal' };

test('two dense layers, a divergence, a reparameterization, and the value by name', (t) => {
  const features = input({ shape: [3], name: 'features' });
  const z = normalPosterior.sample(features, variable, { scale: 'logVariance' });
  const graph = latentVariableGraph({ name: 'posterior', inputs: [features], outputs: [z] });
  t.deepEqual(
    describeModel(graph).nodes.map(({ id, role }) => `${id}: ${role}`),
    [
      'features: observed',
      'z_noise: noise',
      'z_loc: deterministic',
      'z_log_variance: deterministic',
      'z_kl: kl',
      'z_scale: deterministic',
      'z_scaled_noise: reparameterization',
      'z_sum: reparameterization',
      'z: latent',
    ],
  );
  const at = tensor([[1, 2, 3]]);
  const noise = tensor([[1, -2]]);
  const [loc, logVariance] = ['z_loc', 'z_log_variance'].map((name) =>
    numbers(graph.getLayer(name).apply(at) as Tensor),
  );
  numbers(graph.predict([at, noise]) as Tensor).forEach((value, index) => {
    const expected = loc![index]! + Math.exp(logVariance![index]! / 2) * numbers(noise)[index]!;
    t.true(Math.abs(value - expected) < 1e-5);
  });
});

test('features that are no vectors are flattened', (t) => {
  const features = input({ shape: [2, 2, 3] });
  const z = normalPosterior.sample(
    features,
    { ...variable, variable: 'z_top', size: 5 },
    { scale: 'logVariance' },
  );
  t.deepEqual(z.shape, [null, 5]);
  t.is(z.sourceLayer.name, 'z_top');
});

test('a prior of other latents joins the divergence', (t) => {
  const features = input({ shape: [3] });
  const [loc, logVariance] = [
    input({ shape: [2], name: 'loc' }),
    input({ shape: [2], name: 'log_variance' }),
  ];
  const z = normalPosterior.sample(
    features,
    { ...variable, prior: conditionalPrior({ family: 'normal', parameters: { loc, logVariance } }) },
    { scale: 'logVariance' },
  );
  const graph = latentVariableGraph({
    name: 'posterior',
    inputs: [features, loc, logVariance],
    outputs: [z],
  });
  const divergence = describeModel(graph).nodes.find(({ role }) => role === 'kl')!;
  t.deepEqual(
    divergence.inputs.map(({ node }) => node),
    ['z_loc', 'z_log_variance', 'loc', 'log_variance'],
  );
  t.is(divergence.distribution, 'normal');
});

for (const scale of ['learnedPerElement', 'learned'] as const) {
  test(`the scale "${scale}" is one weight for each element, whatever the features are`, (t) => {
    const features = input({ shape: [3], name: 'features' });
    const z = normalPosterior.sample(features, variable, { scale });
    const graph = latentVariableGraph({ name: 'posterior', inputs: [features], outputs: [z] });
    const [weight] = graph.getLayer('z_log_variance').trainableWeights;
    t.deepEqual(weight!.shape, [2]);
    weight!.write(tensor([Math.log(4), Math.log(0.25)]));
    const drawn = (noise: number[]): number[] =>
      numbers(graph.predict([tensor([[1, 2, 3]]), tensor([noise])]) as Tensor);
    const [middle, off] = [drawn([0, 0]), drawn([1, 1])];
    [2, 0.5].forEach((expected, index) =>
      t.true(Math.abs(off[index]! - middle[index]! - expected) < 1e-5, `${off[index]! - middle[index]!}`),
    );
  });
}

test('specs of older versions have the same names of scales', (t) => {
  for (const scale of ['logVariance', 'logScale', 'learnedPerElement', 'learned', 0.5])
    t.deepEqual(normalPosterior.options.parse({ scale }), { scale });
});
