import { HelmholtzError } from '@helmholtz/base';
import {
  constantPrior,
  analyticKl,
  LatentVariableModel,
  monteCarloKl,
  type VariationalTerm,
} from '@helmholtz/core';
import { type Tensor, mean, randomNormal, tensor, tidy } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { bernoulliLikelihood } from '../likelihoods/bernoulli.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense, numbers } from '../testing/symbolic.js';
import { multivariateNormalPosterior } from './multivariate-normal.js';

const variable = { variable: 'z', size: 2, prior: constantPrior('standardNormal'), noise: 'standardNormal' };

function model() {
  const x = input({ shape: [3], name: 'x' });
  const z = multivariateNormalPosterior.sample(x, variable, {});
  const head = call(bernoulliLikelihood(), dense('generative', 3, z));
  return new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [x], outputs: [head] }));
}

const at = tensor([[1, 2, -1]]);

test('the value is loc + L noise, L of what the network ends in, its diagonal as logarithms', (t) => {
  const graph = model();
  const { layersModel } = graph;
  const [z] = graph.terms([at], [tensor([[0.7, -2]])]).latents;
  const [loc, factor] = ['z_loc', 'z_factor_elements'].map((name) =>
    numbers(layersModel.getLayer(name).apply(at) as Tensor),
  );
  const [a, , b, c] = factor!;
  const expected = [loc![0]! + Math.exp(a!) * 0.7, loc![1]! + b! * 0.7 + Math.exp(c!) * -2];
  numbers(z!.value!).forEach((value, index) => t.true(Math.abs(value - expected[index]!) < 1e-5));
});

test('its divergence is that of both dimensions together, and the mean of its estimates', (t) => {
  const graph = model();
  const samples = 20_000;
  tidy(() => {
    const [z] = graph.terms([at], [randomNormal([samples, 2], 0, 1, 'float32', 7)], { samples }).latents;
    const kl = analyticKl(z as VariationalTerm);
    t.deepEqual(kl.shape, [1]);
    const estimates = monteCarloKl(z as VariationalTerm);
    t.deepEqual(estimates.shape, [samples, 1]);
    const [expected, estimate] = [numbers(kl)[0]!, numbers(mean(estimates))[0]!];
    t.true(Math.abs(estimate - expected) < 0.03 * expected + 0.01, `${estimate} for ${expected}`);
  });
});

test('throws an error that names the latent for more dimensions than it supports', (t) => {
  const error = t.throws(
    () => multivariateNormalPosterior.sample(input({ shape: [3] }), { ...variable, size: 65 }, {}),
    { instanceOf: HelmholtzError },
  );
  t.is(
    error.message,
    'The posterior "multivariateNormal" does not support the 65 dimensions of the latent "z".',
  );
  t.regex(error.hint!, /At most 64/);
});
