import { HelmholtzError } from '@helmholtz/base';
import { constantPrior, describeModel } from '@helmholtz/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import type { KLDivergence } from '../kl-divergence.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { numbers } from '../testing/symbolic.js';
import { relaxedCategoricalPosterior } from './relaxed-categorical.js';

const options = { categories: 3, temperature: 0.4 };
const variable = {
  variable: 'z',
  size: 6,
  prior: constantPrior('logRelaxedCategorical'),
  noise: 'standardGumbel',
};

function build(change: Partial<typeof variable>) {
  const features = input({ shape: [2], name: 'features' });
  const units = relaxedCategoricalPosterior.sample(features, { ...variable, ...change }, options);
  return latentVariableGraph({ name: 'posterior', inputs: [features], outputs: [units] });
}

test('the latent is the logarithm of groups of shares, which are passed on side by side', (t) => {
  const graph = build({});
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
  const at = tensor([[1, -2]]);
  const noise = [1, -1, 0.5, 2, 0, 0];
  const logits = numbers(graph.getLayer('z_logit_elements').apply(at) as Tensor);
  const shares = numbers(graph.predict([at, tensor(noise, [1, 2, 3])]) as Tensor);
  const weights = logits.map((logit, index) => Math.exp((logit + noise[index]!) / 0.4));
  shares.forEach((share, index) => {
    const first = index - (index % 3);
    const total = weights[first]! + weights[first + 1]! + weights[first + 2]!;
    t.true(Math.abs(share - weights[index]! / total) < 1e-6, `${share} at ${index}`);
  });
});

test('its prior has as many categories', (t) => {
  const layer = build({}).getLayer('z_kl') as KLDivergence;
  t.deepEqual(layer.priorConstants, { temperature: 0.5, categories: 3 });
  const error = t.throws(() => build({ prior: constantPrior('logRelaxedCategorical', { categories: 4 }) }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The latent "z" has 3 categories, but its prior has 4.');
  t.regex(
    t.throws<HelmholtzError>(() => build({ prior: constantPrior('normal') })).hint!,
    /logRelaxedCategorical/,
  );
});

test('a size that is not a multiple of the categories is an error', (t) => {
  const error = t.throws(() => build({ size: 7 }), { instanceOf: HelmholtzError });
  t.is(error.message, 'The latent "z" has 7 elements, which cannot form groups of 3 categories.');
  t.regex(error.hint!, /60 for 20 groups/);
});
