import {
  HelmholtzError,
  declareRecipe,
  elbo,
  meanOf,
  parseSpec,
  priorDraws,
  type SpecInput,
  vimco,
} from '@helmholtz/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import { assemble, buildModel } from './testing/any-names.js';
import { sigmoidBeliefNetwork } from './sigmoid-belief-network.js';
import '@helmholtz/testing/cpu-backend';
import { ByHand, bernoulliLogProb } from './testing/by-hand.js';
import { metricsOf } from './testing/terms.js';

const declared = (options: object = {}): SpecInput => ({
  ...declareRecipe(sigmoidBeliefNetwork, {
    observed: { name: 'x', shape: [6] },
    latents: [
      { name: 'z1', size: 4 },
      { name: 'z2', size: 3 },
    ],
  }),
  recipe: { name: 'sigmoid-belief-network', ...options },
  seed: 3,
});

const x = [1, 0, 1, 1, 0, 0];
const noise = { z1_noise: [0.3, -1.2, 2.8, 0.1], z2_noise: [-0.5, 1.5, 0.4] };
const monteCarlo = elbo({ kl: 'monteCarlo' });

const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));
const units = (logits: readonly number[]): number[] => logits.map(sigmoid);
const drawn = (logits: readonly number[], inputs: readonly number[], temperature: number): number[] =>
  logits.map((logit, index) => (logit + inputs[index]!) / temperature);

/**
 * log p of logits y: log t + l - t y - 2 log(1 + exp(l - t y)) (Maddison et al. 2017, appendix B).
 */
const relaxedLogProb = (y: readonly number[], logits: readonly number[], temperature: number): number =>
  y.reduce((sum, value, index) => {
    const away = logits[index]! - temperature * value;
    return sum + Math.log(temperature) + away - 2 * Math.log1p(Math.exp(away));
  }, 0);

const close = (t: ExecutionContext, value: number, expected: number, what: string): boolean =>
  t.true(Math.abs(value - expected) < 2e-5 * (1 + Math.abs(expected)), `${what}: ${value}, ${expected}`);

const forms = {
  'as its name alone declares it': { recipe: {}, posterior: 'relaxedBernoulli', q: 2 / 3, p: 2 / 3 },
  'at other temperatures, recognised from x': {
    recipe: { recognition: 'factorized', temperature: 0.3 },
    posterior: { name: 'relaxedBernoulli', temperature: 0.8 },
    q: 0.8,
    p: 0.3,
  },
} as const;

for (const [what, { recipe, posterior, q, p }] of Object.entries(forms)) {
  test(`${what}: each term has the value of its equation`, async (t) => {
    const model = buildModel({
      ...declared(recipe),
      posterior,
      prior: { name: 'logitRelaxedBernoulli', temperature: p },
    });
    const by = await ByHand.create(model);
    const q1 = by.dense('z1_logits', x);
    const y1 = drawn(q1, noise.z1_noise, q);
    const q2 = by.dense('z2_logits', 'recognition' in recipe ? x : units(y1));
    const y2 = drawn(q2, noise.z2_noise, q);
    const p1 = by.dense('z1_prior_logits', units(y2));
    const metrics = metricsOf(model, { x }, noise, monteCarlo);
    const kl2 = relaxedLogProb(y2, q2, q) - relaxedLogProb(y2, [0, 0, 0], p);
    const kl1 = relaxedLogProb(y1, q1, q) - relaxedLogProb(y1, p1, p);
    close(t, metrics['kl/z2']!, kl2, 'z2');
    close(t, metrics['kl/z1']!, kl1, 'z1');
    const logits = by.dense('generative_x/generative_x_output', units(y1));
    close(t, metrics['expectedLogLikelihood']!, bernoulliLogProb(x, logits), 'x');
  });
}

test('binary units: each term has the value of its equation, without a temperature', async (t) => {
  const model = buildModel({ ...declared(), posterior: 'bernoulli', prior: 'bernoulli' });
  t.deepEqual(
    [...model.weights.keys()].filter((name) => name.includes('temperature')),
    [],
  );
  const by = await ByHand.create(model);
  const uniform = { z1_noise: [0.3, 0.9, 0.55, 0.1], z2_noise: [0.7, 0.2, 0.4] };
  const on = (logits: readonly number[], given: readonly number[]): number[] =>
    logits.map((logit, index) => (given[index]! < sigmoid(logit) ? 1 : 0));
  const q1 = by.dense('z1_logits', x);
  const z1 = on(q1, uniform.z1_noise);
  const q2 = by.dense('z2_logits', z1);
  const z2 = on(q2, uniform.z2_noise);
  const p1 = by.dense('z1_prior_logits', z2);
  const metrics = metricsOf(model, { x }, uniform, vimco({ samples: 2 }));
  const kl2 = bernoulliLogProb(z2, q2) - bernoulliLogProb(z2, [0, 0, 0]);
  close(t, metrics['kl/z2']!, kl2, 'z2');
  close(t, metrics['kl/z1']!, bernoulliLogProb(z1, q1) - bernoulliLogProb(z1, p1), 'z1');
  const logits = by.dense('generative_x/generative_x_output', z1);
  close(t, metrics['expectedLogLikelihood']!, bernoulliLogProb(x, logits), 'x');
});

test('throws an error for binary units with an objective for relaxed units, and the reverse', (t) => {
  const binary = { posterior: 'bernoulli', prior: 'bernoulli' } as const;
  const vimcoOf = { name: 'vimco', samples: 5 } as const;
  t.notThrows(() => assemble({ ...declared(), ...binary, objective: vimcoOf }));
  const refused = (spec: SpecInput): HelmholtzError =>
    t.throws(() => assemble(spec), { instanceOf: HelmholtzError });
  t.regex(refused({ ...declared(), ...binary }).message, /"bernoulli" of the latent "z1" is discrete/);
  t.regex(refused({ ...declared(), objective: vimcoOf }).hint!, /posterior: bernoulli/);
  t.regex(refused({ ...declared(), posterior: 'bernoulli' }).hint!, /Priors that fit: bernoulli\./);
});

test('any depth, with networks between layers', (t) => {
  const latents = [5, 4, 3].map((size, index) => ({ name: `z${index + 1}`, size }));
  const sizes = { observed: { name: 'x', shape: [4, 4, 1] }, latents, hidden: [7] };
  const spec = parseSpec(declareRecipe(sigmoidBeliefNetwork, sizes));
  t.deepEqual(
    buildModel(spec).ancestralOrder.map(({ name }) => name),
    ['z3', 'z2', 'z1'],
  );
  t.deepEqual(spec.networks['generative_z2'], [{ layer: 'dense', units: 7, activation: 'tanh' }]);
});

test('units are drawn with the frequency of their probability, given the units above them', async (t) => {
  const model = buildModel(declared());
  const by = await ByHand.create(model);
  const count = 4000;
  const draws = await priorDraws(model, count, 1);
  const row = (name: string, index: number): number[] => {
    const { shape, values } = draws.get(name)!;
    return Array.from(values.subarray(index * shape[0]!, (index + 1) * shape[0]!));
  };
  let [on, expected] = [0, 0];
  for (let index = 0; index < count; index++) {
    on += row('z1', index)[0]! > 0 ? 1 : 0;
    expected += sigmoid(by.dense('z1_prior_logits', units(row('z2', index)))[0]!);
  }
  t.true(Math.abs(on - expected) < 4 * Math.sqrt(count / 4), `${on}, ${expected}`);
});

test('kl: analytic is an error, because there is no closed form', (t) => {
  const spec = { ...declared(), objective: { name: 'elbo', kl: 'analytic' } } as const;
  const error = t.throws(() => assemble(spec), { instanceOf: HelmholtzError });
  t.regex(error.hint!, /kl: monteCarlo/);
});

test('a likelihood sees units between 0 and 1; the latent is their logit', (t) => {
  const model = buildModel(declared());
  tidy(() => {
    const decoded = (value: number): Float32Array => {
      const z1 = tensor([[value, value, value, value]]);
      return meanOf(model.decode({ z1 })[0]!).dataSync() as Float32Array;
    };
    // Beyond the logits at which a unit is on, nothing changes.
    t.deepEqual(decoded(40), decoded(80));
    t.notDeepEqual(decoded(-40), decoded(40));
  });
});
