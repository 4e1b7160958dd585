import { meanOf } from '@helmholtz/core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { buildModel } from './testing/any-names.js';
import type { SpecInput } from '@helmholtz/core';
import '@helmholtz/testing/cpu-backend';
import { ByHand, bernoulliLogProb, drawn, normalKl, standardNormal } from './testing/by-hand.js';
import { metricsOf } from './testing/terms.js';

const dense = (units: number) => [{ layer: 'dense', units, activation: 'tanh' }];

const close = (value: number, expected: number): boolean =>
  Math.abs(value - expected) < 2e-5 * (1 + Math.abs(expected));

test('features are computed once for all that are given them', (t) => {
  const model = buildModel({
    recipe: 'composed',
    observed: { shape: [6], given: ['z1', 'z2'] },
    features: [{ name: 'h', given: ['x'], network: 'recognition_shared', size: 3 }],
    latents: [
      { name: 'z1', size: 3, posterior: { given: ['h'] } },
      { name: 'z2', size: 2, posterior: { given: ['h', 'z1'] } },
    ],
    networks: {
      recognition_shared: dense(5),
      recognition_z1: [],
      recognition_z2: [],
      generative_x: [],
    },
  });
  const ids = model.description.nodes.map(({ id }) => id);
  t.deepEqual(
    ids.filter((id) => /^(h|recognition_shared)/.test(id)),
    ['recognition_shared', 'h'],
  );
});

const shared = {
  recipe: 'composed',
  observed: { shape: [6], given: ['h'] },
  seed: 2,
} satisfies Partial<SpecInput>;

const networks = {
  recognition_z1: dense(4),
  recognition_h: dense(5),
  generative_z1: dense(3),
  generative_x: [],
};
const withZ2 = { ...networks, recognition_z2: dense(4) };

const latents = (given: string, network = 'recognition_z2'): SpecInput['latents'] => [
  { name: 'z1', size: 3, posterior: { given: ['x'] }, prior: { given: ['z2'] } },
  { name: 'z2', size: 2, posterior: { given: [given], network } },
];

/** h are features of z1, read by z2 in the recognition network and by x in the generative one. */
const forms = {
  'a network': {
    latents: latents('h'),
    networks: withZ2,
    features: [{ name: 'h', given: ['z1'], network: 'recognition_h' }],
  },
  'a network and a dense layer': {
    latents: latents('h'),
    networks: withZ2,
    features: [{ name: 'h', given: ['z1'], network: 'recognition_h', size: 2 }],
  },
  "the posterior's own network": {
    latents: latents('z1', 'recognition_h'),
    networks,
    features: [{ name: 'h', given: ['z1'], network: 'recognition_h' }],
  },
} satisfies Record<string, Partial<SpecInput>>;

const x = [1, 0, 0, 1, 1, 0];
const noise = { z1_noise: [0.2, -1, 0.7], z2_noise: [1.1, 0.3] };

for (const [what, form] of Object.entries(forms)) {
  test(`features of a latent serve both directions by the same weights: ${what}`, async (t) => {
    const model = buildModel({ ...shared, ...form });
    const by = await ByHand.create(model);
    const network = (name: string, values: readonly number[]) =>
      by.dense(`${name}/${name}_1`, values, Math.tanh);
    const normal = (name: string, values: readonly number[]) => ({
      loc: by.dense(`${name}_loc`, values),
      logVariance: by.dense(`${name}_log_variance`, values),
    });
    const h = (z1: readonly number[]) =>
      model.weights.has('h/kernel')
        ? by.dense('h', network('recognition_h', z1))
        : network('recognition_h', z1);
    const logits = (z1: readonly number[]) => by.dense('generative_x/generative_x_output', h(z1));

    const q1 = normal('z1', network('recognition_z1', x));
    const z1 = drawn(q1, noise.z1_noise);
    const q2 = normal(
      'z2',
      model.weights.has('recognition_z2/recognition_z2_1/kernel') ? network('recognition_z2', h(z1)) : h(z1),
    );
    const z2 = drawn(q2, noise.z2_noise);
    const metrics = metricsOf(model, { x }, noise);
    const p1 = normal('z1_prior', network('generative_z1', z2));
    t.true(close(metrics['kl/z1']!, normalKl(q1, p1)), 'z1');
    t.true(close(metrics['kl/z2']!, normalKl(q2, standardNormal(2))), 'z2');
    t.true(close(metrics['expectedLogLikelihood']!, bernoulliLogProb(x, logits(z1))), 'x');

    const other = [0.5, -2, 1];
    const [ofX] = tidy(() =>
      model.decode({ z1: tensor([other]), z2: tensor([[0, 0]]) }).map((each) => meanOf(each).dataSync()),
    );
    logits(other).forEach((logit, index) => t.true(close(ofX![index]!, 1 / (1 + Math.exp(-logit)))));
  });
}
