import {
  constantPrior,
  describeModel,
  estimateNll,
  isVariational,
  LatentVariableModel,
  monteCarloKl,
} from '@helmholtz/core';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { bernoulliLikelihood } from '../likelihoods/bernoulli.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense, numbers } from '../testing/symbolic.js';
import { bernoulliPosterior } from './bernoulli.js';

const build = () => {
  const x = input({ shape: [2], name: 'x' });
  const z = bernoulliPosterior.sample(
    x,
    { variable: 'z', size: 2, prior: constantPrior('bernoulli', { logits: 1 }), noise: 'uniform' },
    {},
  );
  const head = call(bernoulliLikelihood(), dense('generative', 2, z));
  return latentVariableGraph({ name: 'binary', inputs: [x], outputs: [head] });
};

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

test('the latent is 0 or 1, from uniform noise', (t) => {
  const graph = build();
  t.deepEqual(
    describeModel(graph)
      .nodes.filter(({ id }) => id.startsWith('z'))
      .map(({ id, role }) => `${id}: ${role}`)
      .toSorted(),
    ['z: latent', 'z_draw: reparameterization', 'z_kl: kl', 'z_logits: deterministic', 'z_noise: noise'],
  );
  const model = new LatentVariableModel(graph);
  const [at, noise] = [tensor([[1, 0]]), tensor([[0.6, 0.3]])];
  const logits = numbers(graph.getLayer('z_logits').apply(at) as Tensor);
  const { latents } = model.terms([at], [noise]);
  const z = latents.find(isVariational)!;
  const expected = logits.map((logit, index) => (numbers(noise)[index]! < sigmoid(logit) ? 1 : 0));
  t.deepEqual(numbers(z.value!), expected);
  const log = (logit: number, value: number): number => Math.log(sigmoid(value ? logit : -logit));
  const kl = logits.reduce((sum, logit, index) => {
    const value = expected[index]!;
    return sum + log(logit, value) - log(1, value);
  }, 0);
  t.true(Math.abs(numbers(monteCarloKl(z))[0]! - kl) < 1e-5);
});

test('importance sampling finds the likelihood, a sum over the states', async (t) => {
  const model = new LatentVariableModel(build());
  const data = {
    name: 'one',
    size: 1,
    shape: [2],
    fixed: true,
    read: (_: ArrayLike<number>, out: Float32Array) => out.set([1, 0]),
  };
  const read = (name: string): number[] => numbers(model.weights.get(name)!.read());
  const [w, b] = [read('generative/kernel'), read('generative/bias')];
  const [v, c] = [read('z_logits/kernel'), read('z_logits/bias')];
  let [exact, square] = [0, 0];
  const states = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const;
  for (const z of states) {
    const logits = [0, 1].map((pixel) => b[pixel]! + z[0] * w[pixel]! + z[1] * w[2 + pixel]!);
    const under = (logit: (unit: number) => number): number =>
      z.reduce<number>((product, on, unit) => product * sigmoid(on ? logit(unit) : -logit(unit)), 1);
    const joint = under(() => 1) * sigmoid(logits[0]!) * sigmoid(-logits[1]!);
    exact += joint;
    square += joint ** 2 / under((unit) => v[unit]! + c[unit]!);
  }
  const samples = 20_000;
  const estimate = await estimateNll(model, { data, samples, seed: 0 });
  const deviation = Math.sqrt((square / exact ** 2 - 1) / samples);
  t.true(Math.abs(estimate!.nll + Math.log(exact)) < 4 * deviation, `${estimate!.nll}, ${-Math.log(exact)}`);
});
