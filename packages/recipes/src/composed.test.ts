import { HelmholtzError } from '@helmholtz/base';
import {
  type LatentVariableModel,
  meanOf,
  parseSpec,
  priorDraws,
  readSpec,
  readWeights,
  writeSpec,
  type SpecInput,
} from '@helmholtz/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import { buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';
import {
  ByHand,
  type NormalByHand,
  bernoulliLogProb,
  drawn,
  normalKl,
  standardNormal,
} from './testing/by-hand.js';
import { metricsOf } from './testing/terms.js';

const dense = (units: number) => [{ layer: 'dense', units, activation: 'tanh' }];

/** Three latents and two observed variables. The top latent skips the middle one. */
const skip: SpecInput = {
  recipe: 'composed',
  observed: { shape: [6], given: ['z1', 'z3'] },
  inputs: [{ name: 'y', shape: [2], given: ['z2'], likelihood: { name: 'normal', scale: 0.5 } }],
  latents: [
    { name: 'z1', size: 3, posterior: { given: ['x'] }, prior: { given: ['z2'], scale: 'logVariance' } },
    { name: 'z2', size: 2, posterior: { given: ['z1', 'y'] }, prior: { given: ['z3'], scale: 0.7 } },
    { name: 'z3', size: 2, posterior: { given: ['x', 'y'], network: 'recognition_top' } },
  ],
  networks: {
    recognition_z1: dense(5),
    recognition_z2: dense(4),
    recognition_top: dense(4),
    generative_z1: dense(4),
    generative_z2: dense(3),
    generative_x: dense(5),
    generative_y: dense(3),
  },
  seed: 6,
};

const x = [1, 0, 0, 1, 1, 0];
const y = [0.4, -1.3];
const noise = { z1_noise: [0.2, -1, 0.7], z2_noise: [1.1, 0.3], z3_noise: [-0.4, 0.8] };

const close = (t: ExecutionContext, value: number, expected: number, what: string): boolean =>
  t.true(Math.abs(value - expected) < 2e-5 * (1 + Math.abs(expected)), `${what}: ${value}, ${expected}`);

async function partsOf(model: LatentVariableModel) {
  const by = await ByHand.create(model);
  const network = (name: string, features: readonly number[]) =>
    by.dense(`${name}/${name}_1`, features, Math.tanh);
  const normal = (name: string, features: readonly number[]): NormalByHand => ({
    loc: by.dense(`${name}_loc`, features),
    logVariance: by.dense(`${name}_log_variance`, features),
  });
  const output = (name: string, features: readonly number[]) =>
    by.dense(`generative_${name}/generative_${name}_output`, network(`generative_${name}`, features));
  return { by, network, normal, output };
}

test('each term has the value of its equation', async (t) => {
  const model = buildModel(skip);
  const { by, network, normal, output } = await partsOf(model);
  const q1 = normal('z1', network('recognition_z1', x));
  const z1 = drawn(q1, noise.z1_noise);
  const q2 = normal('z2', network('recognition_z2', [...z1, ...y]));
  const z2 = drawn(q2, noise.z2_noise);
  const q3 = normal('z3', network('recognition_top', [...x, ...y]));
  const z3 = drawn(q3, noise.z3_noise);
  const p2 = {
    loc: by.dense('z2_prior_loc', network('generative_z2', z3)),
    logVariance: [2 * Math.log(0.7), 2 * Math.log(0.7)],
  };
  const metrics = metricsOf(model, { x, y }, noise);
  close(t, metrics['kl/z1']!, normalKl(q1, normal('z1_prior', network('generative_z1', z2))), 'z1');
  close(t, metrics['kl/z2']!, normalKl(q2, p2), 'z2');
  close(t, metrics['kl/z3']!, normalKl(q3, standardNormal(2)), 'z3');
  const loc = output('y', z2);
  const ofY = y.reduce(
    (sum, value, index) =>
      sum - ((value - loc[index]!) / 0.5) ** 2 / 2 - Math.log(0.5) - Math.log(2 * Math.PI) / 2,
    0,
  );
  const ofX = bernoulliLogProb(x, output('x', [...z1, ...z3]));
  close(t, metrics['expectedLogLikelihood']!, ofX + ofY, 'x and y');
});

test('samples are drawn from the top latent down, and decoded from the latents', async (t) => {
  const model = buildModel(skip);
  t.deepEqual(
    model.ancestralOrder.map(({ name }) => name),
    ['z3', 'z2', 'z1'],
  );
  const { output } = await partsOf(model);
  const draws = await priorDraws(model, 1, 0);
  const valuesOf = (name: string) => Array.from(draws.get(name)!.values);
  const given = Object.fromEntries(
    [...draws].map(([name, { shape }]) => [name, tensor([valuesOf(name)], [1, ...shape])]),
  );
  const [ofX, ofY] = tidy(() =>
    model.decode(given).map((likelihood) => Array.from(meanOf(likelihood).dataSync())),
  );
  output('x', [...valuesOf('z1'), ...valuesOf('z3')]).forEach((logit, index) =>
    close(t, ofX![index]!, 1 / (1 + Math.exp(-logit)), `x[${index}]`),
  );
  output('y', valuesOf('z2')).forEach((loc, index) => close(t, ofY![index]!, loc, `y[${index}]`));
});

test('from spec to model to spec is the identity, and weights are named after networks', async (t) => {
  const model = buildModel(skip);
  t.deepEqual(model.spec, parseSpec(skip));
  const again = buildModel(readSpec(writeSpec(model.spec!), 'spec.yaml'));
  t.deepEqual(again.description, model.description);
  t.deepEqual(await readWeights(again), await readWeights(model));
  for (const weight of [
    'recognition_top/recognition_top_1/kernel',
    'z2_prior_loc/bias',
    'z2_prior_log_variance/value',
  ])
    t.true(model.weights.has(weight), weight);
});

test('inputs without a likelihood are conditions', (t) => {
  const model = buildModel({
    ...skip,
    observed: { shape: [6], given: ['z', 'c'] },
    inputs: [{ name: 'c', shape: [2] }],
    latents: [
      {
        name: 'z',
        size: 2,
        posterior: { given: ['x', 'c'] },
        prior: { given: ['c'], scale: 'learnedPerElement' },
      },
    ],
    networks: { recognition_z: [], generative_z: dense(2), generative_x: [] },
  });
  t.deepEqual(
    model.observed.map(({ name }) => name),
    ['x'],
  );
  t.throws(() => model.decode({ z: tensor([[0, 0]]) }), { message: /depends on "c", which was not given/ });
});

/** The networks but for those of such names. */
const networksWithout = (...names: string[]): NonNullable<SpecInput['networks']> =>
  Object.fromEntries(Object.entries(skip.networks!).filter(([name]) => !names.includes(name)));

const refused: Record<string, { change: Partial<SpecInput>; message: RegExp; hint: RegExp }> = {
  'an unknown variable': {
    change: { observed: { shape: [6], given: ['z1', 'z4'] } },
    message: /^There is no variable "z4", which the likelihood of "x" depends on\.$/,
    hint: /^Did you mean "z\d"\?/,
  },
  'a cycle of posteriors': {
    change: {
      latents: [
        { name: 'z1', size: 3, posterior: { given: ['z3'] } },
        { name: 'z2', size: 2, posterior: { given: ['x'] } },
        { name: 'z3', size: 2, posterior: { given: ['z1'], network: 'recognition_top' } },
      ],
      networks: networksWithout('generative_z1', 'generative_z2'),
    },
    message: /^The posterior of "z1" depends on "z1" itself\.$/,
    hint: /z3/,
  },
  'a latent that nothing is generated from': {
    change: {
      observed: { shape: [6], given: ['z1'] },
      latents: [skip.latents[0]!, { ...skip.latents[1]!, prior: undefined }, skip.latents[2]!],
      networks: networksWithout('generative_z2'),
    },
    message: /^The latent "z3" is unused: nothing is generated from it\.$/,
    hint: /observed variable/,
  },
  'a network for different things': {
    change: {
      latents: [
        ...skip.latents.slice(0, 2),
        { name: 'z3', size: 2, posterior: { given: ['y'], network: 'recognition_z1' } },
      ],
      networks: networksWithout('recognition_top'),
    },
    message:
      /^The network "recognition_z1" has different inputs: x for the posterior of "z1", and y for the posterior of "z3"\.$/,
    hint: /another network name/,
  },
  'a network for two likelihoods': {
    change: {
      observed: { shape: [6], given: ['z1', 'z3'], network: 'generative_both' },
      inputs: [{ name: 'y', shape: [2], given: ['z1', 'z3'], network: 'generative_both' }],
      networks: { ...networksWithout('generative_x', 'generative_y'), generative_both: dense(5) },
    },
    message:
      /^The network "generative_both" is shared by the likelihood of "x" and the likelihood of "y"\. The network of a likelihood cannot be shared\.$/,
    hint: /generative_both_1 and generative_both_2/,
  },
  'a network for a likelihood and for features': {
    change: {
      observed: { shape: [6], given: ['z1'], network: 'generative_both' },
      inputs: [{ name: 'y', shape: [2], given: ['h', 'z3'] }],
      features: [{ name: 'h', given: ['z1'], network: 'generative_both' }],
      networks: { ...networksWithout('generative_x'), generative_both: dense(5) },
    },
    message:
      /^The network "generative_both" is shared by the likelihood of "x" and "h"\. The network of a likelihood/,
    hint: /as features/,
  },
  'a variable of a name that is taken': {
    change: { inputs: [{ name: 'z1', shape: [2] }] },
    message: /^the spec at latents\.0\.name: .*another variable has that name/,
    hint: /./,
  },
  'sources for a recipe that does not take them': {
    change: { recipe: 'vae' },
    message: /^the spec at inputs: the recipe "vae" does not take it\.$/,
    hint: /composed/,
  },
};

for (const [what, { change, message, hint }] of Object.entries(refused)) {
  test(`throws a usage error with a hint: ${what}`, (t) => {
    const error = t.throws(() => buildModel({ ...skip, ...change }), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'usage');
    t.regex(error.hint!, hint);
  });
}
