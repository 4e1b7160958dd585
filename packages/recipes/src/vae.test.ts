import { HelmholtzError } from '@helmholtz/base';
import {
  createOptimizer,
  type Dataset,
  elbo,
  type LatentVariableModel,
  parseSpec,
  readSpec,
  readWeights,
  train,
  writeSpec,
  type SpecInput,
} from '@helmholtz/core';
import { meanOf, RandomStream, varianceOf } from '@helmholtz/distributions';
import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';

const dense = (units: number) => ({ layer: 'dense', units, activation: 'relu' });

const vector: SpecInput = {
  recipe: 'vae',
  observed: { shape: [6] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [dense(5)], generative: [dense(5)] },
};

const image: SpecInput = {
  recipe: 'vae',
  observed: { name: 'image', shape: [8, 8, 1] },
  latents: [
    { name: 'z_top', size: 2 },
    { name: 'zTop', size: 3 },
  ],
  networks: {
    recognition: [
      { layer: 'conv2d', filters: 4, kernelSize: 3, strides: 2, activation: 'relu', name: 'down' },
      { layer: 'flatten' },
      { layer: 'dropout', rate: 0.2 },
    ],
    generative: [
      { layer: 'dense', units: 16 },
      { layer: 'reshape', targetShape: [4, 4, 1] },
      { layer: 'conv2dTranspose', filters: 1, kernelSize: 3, strides: 2, padding: 'same' },
    ],
  },
  likelihood: { name: 'normal', scale: 'learnedPerElement' },
  prior: { name: 'normal', loc: 0, scale: 2 },
  objective: { name: 'elbo', beta: 2 },
  optimizer: { name: 'adam', learningRate: 0.01 },
  seed: 3,
};

const recurrent: SpecInput = {
  ...vector,
  observed: { shape: [5, 2] },
  networks: { recognition: [{ layer: 'lstm', units: 3 }], generative: [] },
  likelihood: { name: 'normal', scale: 0.5 },
  noise: 'zero',
};

const specs: Record<string, SpecInput> = { vector, image, recurrent };

/** Uniform values of a shape. */
function examples(shape: readonly number[], size = 12): Dataset {
  return {
    name: 'uniform',
    size,
    shape,
    read: (_indices, out, random) => out.forEach((_, index) => (out[index] = random.next())),
  };
}

for (const [name, spec] of Object.entries(specs)) {
  test(`from spec to model to spec is the identity: ${name}`, (t) => {
    const model = buildModel(spec);
    t.deepEqual(model.spec, parseSpec(spec));
    t.deepEqual(readSpec(writeSpec(model.spec!), 'spec.yaml'), model.spec);
  });

  test(`a model of the written spec has the same weights: ${name}`, async (t) => {
    const model = buildModel(spec);
    const again = buildModel(readSpec(writeSpec(model.spec!), 'spec.yaml'));
    t.deepEqual(again.description, model.description);
    t.deepEqual(await readWeights(again), await readWeights(model));
  });

  test(`another seed gives other initial weights, and 0 is a seed: ${name}`, async (t) => {
    const kernels = async (seed: number) => {
      const weights = await readWeights(buildModel({ ...spec, seed }));
      return [...weights].filter(([weight]) => weight.endsWith('kernel'));
    };
    const [zero, zeroAgain, one] = [await kernels(0), await kernels(0), await kernels(1)];
    t.deepEqual(zero, zeroAgain);
    zero.forEach(([weight, { values }], index) => t.notDeepEqual(values, one[index]![1].values, weight));
  });

  test(`trains: ${name}`, async (t) => {
    const model = buildModel(spec);
    const before = await readWeights(model);
    const { history } = await train(model, {
      data: examples(model.spec!.observed.shape),
      objective: elbo(),
      optimizer: createOptimizer({ name: 'sgd', learningRate: 0.01 }),
      epochs: 1,
      batchSize: 4,
      seed: 0,
    });
    t.true(Number.isFinite(history[0]!.train['nelbo']));
    const after = await readWeights(model);
    for (const [weight, { values }] of before) t.notDeepEqual(after.get(weight)!.values, values, weight);
  });
}

test('the graph, node by node', (t) => {
  t.deepEqual(
    buildModel(vector).description.nodes.map(({ id, role, outputShapes }) => {
      return `${id}: ${role} [${outputShapes[0]!.slice(1).join(', ')}]`;
    }),
    [
      'x: observed [6]',
      'z_noise: noise [2]',
      'recognition: deterministic [5]',
      'z_loc: deterministic [2]',
      'z_log_variance: deterministic [2]',
      'z_kl: kl [2]',
      'z_scale: deterministic [2]',
      'z_scaled_noise: reparameterization [2]',
      'z_sum: reparameterization [2]',
      'z: latent [2]',
      'generative: deterministic [6]',
      'x_likelihood: likelihood [6]',
    ],
  );
});

test('several latents share the features, and the generative network takes all of them', (t) => {
  const model = buildModel(image);
  t.deepEqual(
    model.latents.map(({ name, shape }) => [name, shape]),
    [
      ['z_top', [2]],
      ['zTop', [3]],
    ],
  );
  t.deepEqual(
    model.noise.map(({ name }) => name),
    ['z_top_noise', 'zTop_noise'],
  );
  const joined = model.description.nodes.find(({ id }) => id === 'latents')!;
  t.deepEqual(joined.outputShapes, [[null, 5]]);
  const [decoded] = model.decode({ z_top: tensor([[0, 0]]), zTop: tensor([[0, 0, 0]]) });
  t.deepEqual(meanOf(decoded!).shape, [1, 8, 8, 1]);
});

test('the spec decides prior, likelihood and noise', (t) => {
  const model = buildModel(image);
  const noise = model.noise.map(({ shape }) => tensor(new Array<number>(shape[0]!).fill(0), [1, ...shape]));
  const { latents, observed } = model.terms([tensor(new Array<number>(64).fill(0), [1, 8, 8, 1])], noise);
  t.deepEqual(
    latents.map(({ prior }) => varianceOf(prior!).dataSync()[0]),
    [4, 4],
  );
  t.is(observed[0]!.likelihood.family, 'normal');
  t.is(buildModel(recurrent).noise[0]!.source, 'zero');
  t.is(buildModel(vector).noise[0]!.source, 'standardNormal');
  t.deepEqual(
    varianceOf(buildModel(recurrent).observed[0]!.likelihood.distribution(tensor([0]))).dataSync()[0],
    0.25,
  );
});

/** By hand, from the weights alone: ReLU networks around z = loc + scale * noise. */
async function byHand(model: LatentVariableModel, x: number[], noise: number[]): Promise<number[]> {
  const weights = await readWeights(model);
  const layer = (name: string, input: number[], activation = (value: number) => value): number[] => {
    const kernel = weights.get(`${name}/kernel`)!;
    const bias = weights.get(`${name}/bias`)!.values;
    return Array.from(bias, (start, unit) =>
      activation(
        input.reduce((sum, value, row) => sum + value * kernel.values[row * bias.length + unit]!, start),
      ),
    );
  };
  const relu = (value: number): number => Math.max(value, 0);
  const features = layer('recognition/recognition_1', x, relu);
  const logVariance = layer('z_log_variance', features);
  const z = layer('z_loc', features).map(
    (loc, index) => loc + Math.exp(logVariance[index]! / 2) * noise[index]!,
  );
  return layer('generative/generative_output', layer('generative/generative_1', z, relu));
}

test('the terms of a VAE equal their equations', async (t) => {
  const model = buildModel({ ...vector, seed: 5 });
  const random = new RandomStream(0, 'by hand');
  const [x, noise] = [6, 2].map((length) => Array.from({ length }, () => random.next() * 2 - 1));
  const expected = await byHand(model, x!, noise!);
  const logits = model.layersModel.predict([tensor([x!]), tensor([noise!])]) as Tensor;
  logits.dataSync().forEach((logit, index) => t.true(Math.abs(logit - expected[index]!) < 1e-5));
  t.true(expected.some((logit) => Math.abs(logit) > 0.01));
});

const refused: Record<string, { spec: SpecInput; message: RegExp; hint: RegExp }> = {
  'a misspelled recipe': {
    spec: { ...vector, recipe: 'vea' },
    message: /^There is no recipe named "vea"\.$/,
    hint: /^Did you mean "vae"\?/,
  },
  'a misspelled likelihood': {
    spec: { ...vector, likelihood: 'bernouli' },
    message: /^There is no likelihood named "bernouli"\.$/,
    hint: /^Did you mean "bernoulli"\?/,
  },
  'an option that the likelihood does not take': {
    spec: { ...vector, likelihood: { name: 'bernoulli', scale: 1 } },
    message: /^the likelihood "bernoulli": unknown key "scale"\.$/,
    hint: /./,
  },
  'a value that the likelihood does not take': {
    spec: { ...vector, likelihood: { name: 'normal', scale: 'lerned' } },
    message: /^the likelihood "normal" at scale: "lerned" was given/,
    hint: /"learned"/,
  },
  'a misspelled prior': {
    spec: { ...vector, prior: 'standardnormal' },
    message: /^There is no prior named "standardnormal"\.$/,
    hint: /^Did you mean "standardNormal"\?/,
  },
  'a misspelled noise': {
    spec: { ...vector, noise: 'unifrom' },
    message: /^There is no noise named "unifrom"\.$/,
    hint: /^Did you mean "uniform"\?/,
  },
  'a misspelled posterior': {
    spec: { ...vector, posterior: 'norml' },
    message: /^There is no posterior named "norml"\.$/,
    hint: /^Did you mean "normal"\?/,
  },
  'a misspelled layer': {
    spec: { ...vector, networks: { recognition: [dense(3), { layer: 'desne', units: 2 }], generative: [] } },
    message: /^networks\.recognition\.1: There is no layer named "desne"\.$/,
    hint: /^Did you mean "dense"\?/,
  },
  'a layer that does not fit': {
    spec: {
      ...vector,
      networks: { recognition: [], generative: [{ layer: 'conv2d', filters: 1, kernelSize: 3 }] },
    },
    message: /^networks\.generative\.0: .*expected ndim=4, found ndim=2/,
    hint: /has the shape \[2\]/,
  },
  'names that layers of the recipe have already': {
    spec: {
      ...vector,
      latents: [
        { name: 'z', size: 1 },
        { name: 'z_loc', size: 1 },
      ],
    },
    message: /The name "z_loc" is used 2 times/,
    hint: /name/,
  },
};

for (const [what, { spec, message, hint }] of Object.entries(refused)) {
  test(`throws an error of one line with a hint: ${what}`, (t) => {
    const error = t.throws(() => buildModel(spec), { instanceOf: HelmholtzError, message });
    t.regex(error.hint!, hint);
    t.false(error.message.includes('\n'));
  });
}
