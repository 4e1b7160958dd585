import {
  LatentVariableModel,
  type VariationalTerm,
  analyticKl,
  constantPrior,
  monteCarloKl,
} from '@helmholtz/core';
import { type Tensor, mean, randomNormal, tensor, tidy } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { bernoulliLikelihood } from '../likelihoods/bernoulli.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense, numbers } from '../testing/symbolic.js';
import { lowRankNormalPosterior } from './low-rank-normal.js';

const variable = { variable: 'z', size: 2, prior: constantPrior('standardNormal'), noise: 'standardNormal' };

function model(rank: number) {
  const x = input({ shape: [3], name: 'x' });
  const z = lowRankNormalPosterior.sample(x, variable, { rank });
  const head = call(bernoulliLikelihood(), dense('generative', 3, z));
  return new LatentVariableModel(latentVariableGraph({ name: 'g', inputs: [x], outputs: [head] }));
}

const at = tensor([[1, 2, -1]]);

test('the value of rank 1 is loc + scale (noise - w (1 - 1 / sqrt(1 + w w)) (w noise) / (w w))', (t) => {
  const graph = model(1);
  const noise = [0.7, -2];
  const [z] = graph.terms([at], [tensor([noise])]).latents;
  const [loc, logScale, w] = ['z_loc', 'z_log_scale', 'z_direction_elements'].map((name) =>
    numbers(graph.layersModel.getLayer(name).apply(at) as Tensor),
  ) as [number[], number[], number[]];
  const dot = (a: readonly number[], b: readonly number[]) => a[0]! * b[0]! + a[1]! * b[1]!;
  const along = ((1 - 1 / Math.sqrt(1 + dot(w, w))) * dot(w, noise)) / dot(w, w);
  numbers(z!.value!).forEach((value, index) => {
    const expected = loc[index]! + Math.exp(logScale[index]!) * (noise[index]! - w[index]! * along);
    t.true(Math.abs(value - expected) < 1e-5, `${value} for ${expected}`);
  });
});

test('its divergence is the mean of its estimates', (t) => {
  const graph = model(2);
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
