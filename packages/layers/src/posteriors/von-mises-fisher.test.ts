import { HelmholtzError } from '@helmholtz/base';
import {
  LatentVariableModel,
  type VariationalTerm,
  analyticKl,
  constantPrior,
  monteCarloKl,
} from '@helmholtz/core';
import { mean, randomNormal, tensor, tidy } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { bernoulliLikelihood } from '../likelihoods/bernoulli.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense, numbers } from '../testing/symbolic.js';
import { vonMisesFisherPosterior } from './von-mises-fisher.js';

const variable = (size: number, elements?: number) => ({
  variable: 'z',
  size,
  prior: constantPrior('uniformOnSphere', elements === undefined ? {} : { elements }),
  noise: 'standardNormal',
});

test('values have length 1, and the closed-form divergence is the mean of its estimates', (t) => {
  const x = input({ shape: [3], name: 'x' });
  const z = vonMisesFisherPosterior.sample(x, variable(4), {});
  const head = call(bernoulliLikelihood(), dense('generative', 3, z));
  const graph = new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [x], outputs: [head] }));
  const samples = 2000;
  tidy(() => {
    const noise = randomNormal([samples, 4], 0, 1, 'float32', 7);
    const [term] = graph.terms([tensor([[1, 2, -1]])], [noise], { samples }).latents;
    const first = numbers(term!.value!).slice(0, 4);
    t.true(Math.abs(first.reduce((sum, element) => sum + element ** 2, 0) - 1) < 1e-5);
    const [expected] = numbers(analyticKl(term as VariationalTerm));
    const [estimate] = numbers(mean(monteCarloKl(term as VariationalTerm)));
    t.true(Math.abs(estimate! - expected!) < 0.06 * expected! + 0.02, `${estimate} for ${expected}`);
  });
});

test('throws an error for a prior of another number of elements, and for a single element', (t) => {
  const x = input({ shape: [3] });
  const message = 'The latent "z" has 3 elements, but its prior has 4.';
  const sample = (size: number, elements?: number) =>
    vonMisesFisherPosterior.sample(x, variable(size, elements), {});
  t.throws(() => sample(3, 4), { instanceOf: HelmholtzError, message });
  t.throws(() => sample(1), { message: /at least 2 elements/ });
});
