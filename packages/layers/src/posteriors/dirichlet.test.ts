import { HelmholtzError } from '@helmholtz/base';
import {
  LatentVariableModel,
  type VariationalTerm,
  analyticKl,
  constantPrior,
  monteCarloKl,
} from '@helmholtz/core';
import { mean, randomUniform, tensor, tidy } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { bernoulliLikelihood } from '../likelihoods/bernoulli.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense, numbers } from '../testing/symbolic.js';
import { dirichletPosterior } from './dirichlet.js';

const variable = (size: number, elements?: number) => ({
  variable: 'z',
  size,
  prior: constantPrior('dirichlet', elements === undefined ? {} : { elements }),
  noise: 'uniform',
});

test('its values are shares, and its divergence from the prior of their number is the mean of its estimates', (t) => {
  const x = input({ shape: [3], name: 'x' });
  const z = dirichletPosterior.sample(x, variable(3), {});
  const head = call(bernoulliLikelihood(), dense('generative', 3, z));
  const graph = new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [x], outputs: [head] }));
  const samples = 5000;
  tidy(() => {
    const noise = randomUniform([samples, 3], 0, 1, 'float32', 7);
    const [term] = graph.terms([tensor([[1, 2, -1]])], [noise], { samples }).latents;
    const [first, second, third] = numbers(term!.value!);
    t.true(Math.abs(first! + second! + third! - 1) < 1e-6);
    const [expected] = numbers(analyticKl(term as VariationalTerm));
    const [estimate] = numbers(mean(monteCarloKl(term as VariationalTerm)));
    t.true(Math.abs(estimate! - expected!) < 0.05 * expected! + 0.02, `${estimate} for ${expected}`);
  });
});

test('throws an error for a prior of another number of elements, and for a single element', (t) => {
  const x = input({ shape: [3] });
  const message = 'The latent "z" has 3 elements, but its prior has 4.';
  t.throws(() => dirichletPosterior.sample(x, variable(3, 4), {}), { instanceOf: HelmholtzError, message });
  t.throws(() => dirichletPosterior.sample(x, variable(1), {}), { message: /at least 2 elements/ });
});
