import { HelmholtzError } from '@helmholtz/base';
import {
  declareRecipe,
  type LatentVariableModel,
  parseSpec,
  posteriorMeans,
  priorDraws,
  readSpec,
  readWeights,
  varianceOf,
  writeSpec,
  type SpecInput,
} from '@helmholtz/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import test, { type ExecutionContext } from 'ava';

import { buildModel } from './testing/any-names.js';
import { dlgm } from './dlgm.js';
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

const networks = {
  recognition_z1: dense(6),
  recognition_z2: dense(5),
  recognition_z3: dense(4),
  generative_z2: dense(4),
  generative_z1: dense(5),
  generative_x: dense(6),
};

const three: SpecInput = {
  recipe: 'dlgm',
  observed: { shape: [8] },
  latents: [
    { name: 'z1', size: 4 },
    { name: 'z2', size: 3 },
    { name: 'z3', size: 2 },
  ],
  networks,
  seed: 4,
};

const x = [1, 0, 1, 1, 0, 0, 1, 0];
const noise = { z1_noise: [0.3, -1.2, 0.8, 0.1], z2_noise: [-0.5, 1.5, 0.4], z3_noise: [0.9, -0.7] };

const close = (t: ExecutionContext, value: number, expected: number, what: string): boolean =>
  t.true(Math.abs(value - expected) < 2e-5 * (1 + Math.abs(expected)), `${what}: ${value}, ${expected}`);

const { tanh } = Math;

/** Returns the networks of a model by their outputs, for the equations. */
async function partsOf(model: LatentVariableModel) {
  const by = await ByHand.create(model);
  const network = (name: string, inputs: readonly number[]) => by.dense(`${name}/${name}_1`, inputs, tanh);
  return {
    by,
    network,
    normal: (name: string, features: readonly number[]): NormalByHand => ({
      loc: by.dense(`${name}_loc`, features),
      logVariance: by.dense(`${name}_log_variance`, features),
    }),
    logits: (inputs: readonly number[]) =>
      by.dense('generative_x/generative_x_output', network('generative_x', inputs)),
  };
}

test('bottom up and conditional: each term has the value of its equation', async (t) => {
  const model = buildModel(three);
  const { network, normal, logits } = await partsOf(model);
  const q1 = normal('z1', network('recognition_z1', x));
  const z1 = drawn(q1, noise.z1_noise);
  const q2 = normal('z2', network('recognition_z2', z1));
  const z2 = drawn(q2, noise.z2_noise);
  const q3 = normal('z3', network('recognition_z3', z2));
  const z3 = drawn(q3, noise.z3_noise);
  const metrics = metricsOf(model, { x }, noise);
  close(t, metrics['kl/z3']!, normalKl(q3, standardNormal(2)), 'z3');
  close(t, metrics['kl/z2']!, normalKl(q2, normal('z2_prior', network('generative_z2', z3))), 'z2');
  close(t, metrics['kl/z1']!, normalKl(q1, normal('z1_prior', network('generative_z1', z2))), 'z1');
  close(t, metrics['expectedLogLikelihood']!, bernoulliLogProb(x, logits(z1)), 'x');
});

test('factorized and additive: standard normal latents, added to what comes from above', async (t) => {
  const model = buildModel({
    ...three,
    recipe: { name: 'dlgm', recognition: 'factorized', generative: 'additive' },
  });
  const { by, network, normal, logits } = await partsOf(model);
  const [q1, q2, q3] = ['z1', 'z2', 'z3'].map((name) => normal(name, network(`recognition_${name}`, x)));
  const z3 = drawn(q3!, noise.z3_noise);
  const h3 = by.dense('z3_state', z3);
  const h2 = by.dense('z2_state', [...network('generative_z2', h3), ...drawn(q2!, noise.z2_noise)]);
  const h1 = by.dense('z1_state', [...network('generative_z1', h2), ...drawn(q1!, noise.z1_noise)]);
  const metrics = metricsOf(model, { x }, noise);
  [q1!, q2!, q3!].forEach((q, index) => {
    close(t, metrics[`kl/z${index + 1}`]!, normalKl(q, standardNormal(q.loc.length)), `z${index + 1}`);
  });
  close(t, metrics['expectedLogLikelihood']!, bernoulliLogProb(x, logits(h1)), 'x');
});

for (const [generative, posterior] of [
  ['conditional', 'normal'],
  ['additive', 'normal'],
  ['additive', 'precisionWeighted'], // with constant priors, independent of the latents above
] as const) {
  test(`top down, ${generative}, ${posterior}: each posterior is given the latent above it`, async (t) => {
    const model = buildModel({
      ...three,
      recipe: { name: 'dlgm', recognition: 'topDown', generative },
      posterior,
    });
    const { network, normal } = await partsOf(model);
    const d1 = network('recognition_z1', x);
    const d2 = network('recognition_z2', d1);
    const q3 = normal('z3', network('recognition_z3', d2));
    const z3 = drawn(q3, noise.z3_noise);
    const q2 = normal('z2', [...d2, ...z3]);
    const z2 = drawn(q2, noise.z2_noise);
    const q1 = normal('z1', [...d1, ...z2]);
    const metrics = metricsOf(model, { x }, noise);
    const prior = (name: string, above: readonly number[], size: number): NormalByHand =>
      generative === 'additive'
        ? standardNormal(size)
        : normal(`${name}_prior`, network(`generative_${name}`, above));
    close(t, metrics['kl/z3']!, normalKl(q3, standardNormal(2)), 'z3');
    close(t, metrics['kl/z2']!, normalKl(q2, prior('z2', z3, 3)), 'z2');
    close(t, metrics['kl/z1']!, normalKl(q1, prior('z1', z2, 4)), 'z1');
  });
}

test('top down with precision-weighted posteriors: the ladder', async (t) => {
  const model = buildModel({
    ...three,
    recipe: { name: 'dlgm', recognition: 'topDown' },
    posterior: 'precisionWeighted',
  });
  const { network, normal, logits } = await partsOf(model);
  const d1 = network('recognition_z1', x);
  const d2 = network('recognition_z2', d1);
  const q3 = normal('z3', network('recognition_z3', d2));
  const z3 = drawn(q3, noise.z3_noise);
  const weighted = (q: NormalByHand, p: NormalByHand): NormalByHand => {
    const precisions = q.loc.map((_, index) => [
      Math.exp(-q.logVariance[index]!),
      Math.exp(-p.logVariance[index]!),
    ]);
    return {
      loc: q.loc.map((loc, index) => {
        const [ofQ, ofP] = precisions[index] as [number, number];
        return (loc * ofQ + p.loc[index]! * ofP) / (ofQ + ofP);
      }),
      logVariance: precisions.map(([ofQ, ofP]) => -Math.log(ofQ! + ofP!)),
    };
  };
  const p2 = normal('z2_prior', network('generative_z2', z3));
  const q2 = weighted(normal('z2_bottom_up', d2), p2);
  const z2 = drawn(q2, noise.z2_noise);
  const p1 = normal('z1_prior', network('generative_z1', z2));
  const q1 = weighted(normal('z1_bottom_up', d1), p1);
  const metrics = metricsOf(model, { x }, noise);
  close(t, metrics['kl/z3']!, normalKl(q3, standardNormal(2)), 'z3');
  close(t, metrics['kl/z2']!, normalKl(q2, p2), 'z2');
  close(t, metrics['kl/z1']!, normalKl(q1, p1), 'z1');
  close(t, metrics['expectedLogLikelihood']!, bernoulliLogProb(x, logits(drawn(q1, noise.z1_noise))), 'x');
});

const scales = {
  logScale: async (model: LatentVariableModel, z2: number[]) => {
    const { by, network } = await partsOf(model);
    return by.dense('z1_prior_log_scale', network('generative_z1', z2)).map(Math.exp);
  },
  learnedPerElement: () => Promise.resolve([1, 1, 1, 1]),
  // Its name in specs of earlier versions.
  learned: () => Promise.resolve([1, 1, 1, 1]),
  0.25: () => Promise.resolve([0.25, 0.25, 0.25, 0.25]),
};

for (const [name, expected] of Object.entries(scales)) {
  test(`the scale of the conditional priors: ${name}`, async (t) => {
    const scale = Number.isNaN(Number(name)) ? name : Number(name);
    const model = buildModel({ ...three, recipe: { name: 'dlgm', scale } });
    const z1 = model.latents.find((latent) => latent.name === 'z1')!;
    const z2 = [0.4, -1, 2];
    const found = tidy(() => varianceOf(model.priorOf(z1, { z2: tensor([z2]) })).dataSync());
    (await expected(model, z2)).forEach((value, index) => close(t, found[index]!, value ** 2, `${index}`));
    const weight = model.layersModel.trainableWeights.some(({ originalName }) =>
      originalName.includes('z1_prior_log_variance'),
    );
    t.is(weight, name === 'learnedPerElement' || name === 'learned');
  });
}

test('latents are drawn from the top, each from the prior that the one above decides', async (t) => {
  const model = buildModel({ ...three, recipe: { name: 'dlgm', scale: 1e-6 } });
  t.deepEqual(
    model.ancestralOrder.map(({ name }) => name),
    ['z3', 'z2', 'z1'],
  );
  const { network, by } = await partsOf(model);
  const draws = await priorDraws(model, 3, 1);
  const row = (name: string, index: number) => {
    const { shape, values } = draws.get(name)!;
    return Array.from(values.subarray(index * shape[0]!, (index + 1) * shape[0]!));
  };
  const z2 = by.dense('z2_prior_loc', network('generative_z2', row('z3', 2)));
  row('z2', 2).forEach((value, index) => close(t, value, z2[index]!, `z2[${index}]`));
});

test('posterior means follow one another from the bottom up', async (t) => {
  const model = buildModel(three);
  const { network, normal } = await partsOf(model);
  const means = await posteriorMeans(model, { count: 1, shape: [8], values: Float32Array.from(x) });
  const z1 = normal('z1', network('recognition_z1', x)).loc;
  const z2 = normal('z2', network('recognition_z2', z1)).loc;
  means.get('z2')!.values.forEach((value, index) => close(t, value, z2[index]!, `z2[${index}]`));
});

test('one latent is a VAE', async (t) => {
  const model = buildModel({
    ...three,
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition_z: dense(6), generative_x: dense(6) },
  });
  const { network, normal, logits } = await partsOf(model);
  const q = normal('z', network('recognition_z', x));
  const metrics = metricsOf(model, { x }, { z_noise: [1, -1] });
  close(t, metrics['kl/z']!, normalKl(q, standardNormal(2)), 'z');
  close(t, metrics['expectedLogLikelihood']!, bernoulliLogProb(x, logits(drawn(q, [1, -1]))), 'x');
});

test('from spec to model to spec is the identity, and built again it has the same weights', async (t) => {
  const model = buildModel({ ...three, recipe: { name: 'dlgm', scale: 'logScale' } });
  const again = buildModel(readSpec(writeSpec(model.spec!), 'spec.yaml'));
  t.deepEqual(again.spec, model.spec);
  t.deepEqual(again.description, model.description);
  t.deepEqual(await readWeights(again), await readWeights(model));
  t.true(model.weights.has('recognition_z2/recognition_z2_1/kernel'));
  t.true(model.weights.has('z1_prior_log_scale/bias'));
});

test('the default spec has two stochastic layers; sizes declare any number', (t) => {
  const observed = { name: 'x', shape: [28, 28, 1] };
  const model = buildModel(declareRecipe(dlgm, { observed }));
  t.deepEqual(
    model.latents.map(({ name, shape }) => [name, shape]),
    [
      ['z1', [40]],
      ['z2', [10]],
    ],
  );
  const latents = [9, 5, 2].map((size, index) => ({ name: `z${index + 1}`, size }));
  const spec = parseSpec(declareRecipe(dlgm, { observed, latents, hidden: [7, 6] }));
  t.deepEqual(Object.keys(spec.networks).sort(), Object.keys(networks).sort());
  t.deepEqual(
    spec.networks['generative_z2']!.map(({ units }) => units),
    [6, 7],
  );
  t.is(buildModel(spec).latents.length, 3);
});

test('a precision-weighted posterior is an error where the prior comes after it', (t) => {
  const error = t.throws(() => buildModel({ ...three, posterior: 'precisionWeighted' }), {
    instanceOf: HelmholtzError,
    message: 'The prior of "z1" depends on its draw.',
  });
  t.regex(error.hint!, /recognition: topDown/);
});
