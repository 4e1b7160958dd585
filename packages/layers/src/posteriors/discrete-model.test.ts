import {
  constantPrior,
  discreteBound,
  estimateNll,
  evaluate,
  LatentVariableModel,
  monteCarloKl,
  analyticKl,
  isVariational,
} from '@helmholtz/core';
import { itemAt } from '@helmholtz/base';
import { type Tensor, tensor, zeros } from '@tensorflow/tfjs-core';
import { input } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { bernoulliLikelihood } from '../likelihoods/bernoulli.js';
import { latentVariableGraph } from '../model.js';
import '@helmholtz/testing/cpu-backend';
import { call, dense, numbers } from '../testing/symbolic.js';
import { normalPosterior } from './normal.js';
import { relaxedBernoulliPosterior } from './relaxed-bernoulli.js';
import { relaxedCategoricalPosterior } from './relaxed-categorical.js';

const modelOf = (
  posterior: typeof relaxedBernoulliPosterior | typeof relaxedCategoricalPosterior,
  options: object,
  latent: { readonly size: number; readonly prior: ReturnType<typeof constantPrior>; readonly noise: string },
): LatentVariableModel => {
  const x = input({ shape: [2], name: 'x' });
  const z = posterior.sample(x, { variable: 'z', ...latent }, options as never);
  const head = call(bernoulliLikelihood(), dense('generative', 2, z));
  const graph = latentVariableGraph({ name: 'relaxed', inputs: [x], outputs: [head] });
  const model = new LatentVariableModel(graph);
  for (const variable of model.layersModel.trainableWeights) {
    const shape = variable.shape as number[];
    const length = shape.reduce((product, size) => product * size, 1);
    variable.write(
      tensor(
        Array.from({ length }, (_, index) => Math.sin(3 * index + length)),
        shape,
      ),
    );
  }
  return model;
};

const binary = (): LatentVariableModel =>
  modelOf(
    relaxedBernoulliPosterior,
    { temperature: 0.5 },
    { size: 2, prior: constantPrior('logitRelaxedBernoulli', { logits: 1 }), noise: 'standardLogistic' },
  );

const categories = (): LatentVariableModel =>
  modelOf(
    relaxedCategoricalPosterior,
    { categories: 3, temperature: 0.5 },
    { size: 3, prior: constantPrior('logRelaxedCategorical'), noise: 'standardGumbel' },
  );

const one = {
  name: 'one',
  size: 1,
  shape: [2],
  fixed: true,
  read: (_: ArrayLike<number>, out: Float32Array) => out.set([1, 0]),
};

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const read = (model: LatentVariableModel, name: string): number[] =>
  numbers(itemAt([model.weights.get(name)!], 0).read());

/** log p(x given z) of x = (1, 0) at discrete units. */
function logLikelihood(model: LatentVariableModel, units: readonly number[]): number {
  const [w, b] = [read(model, 'generative/kernel'), read(model, 'generative/bias')];
  const logit = (pixel: number): number =>
    b[pixel]! + units.reduce((sum, unit, index) => sum + unit * w[2 * index + pixel]!, 0);
  return Math.log(sigmoid(logit(0))) + Math.log(sigmoid(-logit(1)));
}

test('the discrete model of relaxed binary units has exact draws and probabilities', (t) => {
  const model = binary();
  const x = tensor([[1, 0]]);
  const logits = numbers(model.layersModel.getLayer('z_logits').apply(x) as Tensor);
  for (const noise of [
    [2, -3],
    [-1, 0.5],
    [4, 4],
  ]) {
    const terms = model.terms([x], [tensor([noise])], { discrete: true });
    const z = terms.latents.find(isVariational)!;
    const expected = logits.map((logit, index) => (logit + noise[index]! > 0 ? 1 : 0));
    t.deepEqual(numbers(z.value!), expected);
    t.is(z.posterior.family, 'bernoulli');
    const log = (logit: number, on: number): number => Math.log(sigmoid(on ? logit : -logit));
    const kl = logits.reduce((sum, logit, index) => {
      const on = expected[index]!;
      return sum + log(logit, on) - log(1, on);
    }, 0);
    t.true(Math.abs(numbers(monteCarloKl(z))[0]! - kl) < 1e-5);
    const { likelihood, value } = itemAt(terms.observed, 0);
    const found = numbers(likelihood.logProb(value)).reduce((sum, each) => sum + each, 0);
    t.true(Math.abs(found - logLikelihood(model, expected)) < 1e-5);
  }
});

test('the discrete model of relaxed categories has one-hot draws and their probabilities', (t) => {
  const model = categories();
  const x = tensor([[1, 0]]);
  const logits = numbers(model.layersModel.getLayer('z_logit_elements').apply(x) as Tensor);
  const noise = [0.3, 1, -0.5];
  const perturbed = logits.map((logit, index) => logit + noise[index]!);
  const expected = perturbed.map((value) => (value === Math.max(...perturbed) ? 1 : 0));
  const terms = model.terms([x], [tensor(noise, [1, 1, 3])], { discrete: true });
  const z = terms.latents.find(isVariational)!;
  t.deepEqual(numbers(z.value!), expected);
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  const kl = logits.reduce((sum, logit) => {
    const probability = Math.exp(logit) / total;
    return sum + probability * Math.log(3 * probability);
  }, 0);
  t.true(Math.abs(numbers(analyticKl(z))[0]! - kl) < 1e-5);
  const { likelihood, value } = itemAt(terms.observed, 0);
  const found = numbers(likelihood.logProb(value)).reduce((sum, each) => sum + each, 0);
  t.true(Math.abs(found - logLikelihood(model, expected)) < 1e-5);
});

for (const [name, build, states] of [
  ['binary units', binary, [0, 1, 2, 3].map((code) => [code & 1, code >> 1])],
  ['categories', categories, [0, 1, 2].map((on) => [0, 1, 2].map((index) => (index === on ? 1 : 0)))],
] as const) {
  test(`the log-likelihood of the discrete model is a sum over its states: ${name}`, async (t) => {
    const model = build();
    const prior = (state: readonly number[]): number =>
      name === 'categories' ? 1 / 3 : state.reduce((product, on) => product * sigmoid(on ? 1 : -1), 1);
    const probabilities = numbers(
      model.terms(
        [tensor([[1, 0]])],
        model.noise.map(({ shape }) => zeros([1, ...shape])),
        {
          discrete: true,
        },
      ).latents[0]!.posterior!.mean!(),
    );
    const posterior = (state: readonly number[]): number =>
      state.reduce((product, on, unit) => {
        const probability = probabilities[unit]!;
        return product * (on ? probability : name === 'categories' ? 1 : 1 - probability);
      }, 1);
    const joints = states.map((state) => prior(state) * Math.exp(logLikelihood(model, state)));
    const exact = joints.reduce((sum, joint) => sum + joint, 0);
    const square = joints.reduce((sum, joint, index) => sum + joint ** 2 / posterior(states[index]!), 0);
    const samples = 20_000;
    const deviation = Math.sqrt((square / exact ** 2 - 1) / samples);
    const { nll } = (await estimateNll(model, { data: one, samples, seed: 0, discrete: true }))!;
    t.true(Math.abs(nll + Math.log(exact)) < 4 * deviation, `${nll}, ${-Math.log(exact)}`);
    // The mean of the bound over draws is a sum over the states, too.
    const bound = states.map((state, index) => Math.log(joints[index]! / posterior(state)));
    const mean = (of: readonly number[]): number =>
      of.reduce((sum, value, index) => sum + value * posterior(states[index]!), 0);
    const objective = { ...discreteBound(model)!, samples };
    const { nelbo } = await evaluate(model, { data: one, objective, batchSize: 1, seed: 0 });
    // The estimate has a closed-form divergence; the likelihoods alone vary.
    const likelihoods = states.map((state) => logLikelihood(model, state));
    const spread = Math.sqrt(mean(likelihoods.map((value) => value ** 2)) - mean(likelihoods) ** 2);
    t.true(Math.abs(nelbo! + mean(bound)) < (4 * spread) / Math.sqrt(samples), `${nelbo}, ${-mean(bound)}`);
  });
}

test('a model without relaxed latents has no discrete bound', (t) => {
  const x = input({ shape: [2], name: 'x' });
  const latent = {
    variable: 'z',
    size: 2,
    prior: constantPrior('standardNormal'),
    noise: 'standardNormal',
  };
  const z = normalPosterior.sample(x, latent, { scale: 'logVariance' });
  const head = call(bernoulliLikelihood(), dense('generative', 2, z));
  const graph = latentVariableGraph({ name: 'normal', inputs: [x], outputs: [head] });
  t.is(discreteBound(new LatentVariableModel(graph)), undefined);
});
