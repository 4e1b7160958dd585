import { type Tensor, memory, tensor, tidy } from '@tensorflow/tfjs-core';
import { meanOf, varianceOf } from '@helmholtz/distributions';
import {
  type LayersModel,
  type SymbolicTensor,
  input,
  layers,
  model,
  regularizers,
} from '@tensorflow/tfjs-layers';
import test from 'ava';

import type { Normal } from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import { Divergence, Latent, Likelihood, Scale, noiseInput } from '../testing/role-layers.js';
import { tinyGraph, tinyModel } from '../testing/tiny-model.js';
import { LatentVariableModel } from './model.js';

const x = tensor([
  [0, 1, 0.5, 1],
  [1, 0, 0, 0],
]);
const noise = tensor([
  [1, -1],
  [0.5, 2],
]);

const numbers = (values: Tensor): number[] => Array.from(values.dataSync());
const symbolic = (value: unknown): SymbolicTensor => value as SymbolicTensor;
const dense = (units: number, name: string, from: SymbolicTensor): SymbolicTensor =>
  symbolic(layers.dense({ units, name }).apply(from));

test('finds the variables by the roles of layers', (t) => {
  const { inputs, noise: noises, latents, observed } = tinyModel();
  t.deepEqual(
    inputs.map(({ name, shape }) => [name, shape]),
    [['x', [4]]],
  );
  t.deepEqual(
    noises.map(({ name, shape, source }) => [name, shape, source]),
    [['z_noise', [2], 'standardNormal']],
  );
  t.deepEqual(
    latents.map(({ name, shape }) => [name, shape]),
    [['z', [2]]],
  );
  t.deepEqual(
    observed.map(({ name, likelihood }) => [name, likelihood.family]),
    [['x', 'bernoulli']],
  );
});

test('the class of a layer determines its role, not its name', (t) => {
  const misleading = input({ shape: [2], name: 'z_noise_misleading' });
  const graph = model({ inputs: misleading, outputs: dense(2, 'likelihood', misleading) });
  const { inputs, noise: noises, latents, observed } = new LatentVariableModel(graph);
  t.deepEqual([inputs.length, noises.length, latents.length, observed.length], [1, 0, 0, 0]);
});

test('gives the distributions at a batch and a draw of noise, as computed by hand', (t) => {
  const tiny = tinyModel();
  const { latents, observed } = tiny.terms([x], [noise]);
  const [z] = latents;
  const posterior = z!.posterior as Normal;
  t.deepEqual(numbers(meanOf(z!.prior!)), [0]);
  t.deepEqual(numbers(varianceOf(z!.prior!)), [1]);

  // z = loc + scale * noise, and predict returns the likelihood's logits.
  const [locs, scales] = [numbers(posterior.loc), numbers(posterior.scale)];
  numbers(z!.value!).forEach((value, index) => {
    t.true(Math.abs(value - (locs[index]! + scales[index]! * numbers(noise)[index]!)) < 1e-6);
  });
  const logits = numbers(tiny.layersModel.predict([x, noise]) as Tensor);
  numbers(meanOf(observed[0]!.likelihood)).forEach((mean, index) => {
    t.true(Math.abs(mean - 1 / (1 + Math.exp(-logits[index]!))) < 1e-6);
  });
  t.is(observed[0]!.value, x);
});

test('the value of a latent is a function of data and noise alone', (t) => {
  const tiny = tinyModel();
  const value = (noise: Tensor): number[] => numbers(tiny.terms([x], [noise]).latents[0]!.value!);
  t.deepEqual(value(noise), value(noise));
  t.notDeepEqual(
    value(noise),
    value(
      tensor([
        [0, 0],
        [0, 0],
      ]),
    ),
  );
});

test('decodes values of the latents, of any number', (t) => {
  const tiny = tinyModel();
  const { latents, observed } = tiny.terms([x], [noise]);
  const [decoded] = tiny.decode({ z: latents[0]!.value! });
  t.deepEqual(numbers(meanOf(decoded!)), numbers(meanOf(observed[0]!.likelihood)));
  t.deepEqual(
    meanOf(
      tiny.decode({
        z: tensor([
          [0, 0],
          [1, 1],
          [2, 2],
        ]),
      })[0]!,
    ).shape,
    [3, 4],
  );
});

/** z2 with a constant prior; z1 whose prior z2 decides; x from z1. */
function hierarchy(): LayersModel {
  const observed = input({ shape: [4], name: 'x' });
  const features = dense(3, 'features', observed);
  const latent = (name: string, prior: SymbolicTensor[]) => {
    const parameters = [dense(2, `${name}_loc`, features), dense(2, `${name}_log_variance`, features)];
    const [loc] = new Divergence(name).apply([...parameters, ...prior]) as SymbolicTensor[];
    const epsilon = noiseInput(name, 2);
    const sum = symbolic(layers.add().apply([loc!, epsilon]));
    return { epsilon, value: symbolic(new Latent(name).apply(sum)) };
  };
  const z2 = latent('z2', []);
  const z1 = latent('z1', [dense(2, 'prior_loc', z2.value), dense(2, 'prior_log_variance', z2.value)]);
  const head = symbolic(new Likelihood('x', 'normal').apply(dense(4, 'generative', z1.value)));
  return model({ inputs: [observed, z1.epsilon, z2.epsilon], outputs: head });
}

test('a prior that another latent decides', (t) => {
  const two = new LatentVariableModel(hierarchy());
  t.deepEqual(two.latents.map(({ name, divergence }) => [name, divergence?.priorParameters.length]).sort(), [
    ['z1', 2],
    ['z2', 0],
  ]);
  t.deepEqual(
    two.ancestralOrder.map(({ name }) => name),
    ['z2', 'z1'],
  );
  const { latents } = two.terms([x], [noise, noise]);
  const byName = new Map(latents.map((latent) => [latent.name, latent]));
  const z2 = byName.get('z2')!.value!;
  const z1 = two.latents.find(({ name }) => name === 'z1')!;
  t.deepEqual(numbers(meanOf(two.priorOf(z1, { z2 }))), numbers(meanOf(byName.get('z1')!.prior!)));
  t.throws(() => two.priorOf(z1, {}), {
    instanceOf: HelmholtzError,
    message: 'The prior of "z1" depends on "z2", which was not given.',
  });
});

test('a divergence that is shared gives a latent for each call', (t) => {
  const observed = input({ shape: [4], name: 'x' });
  const divergence = new Divergence('z');
  const parameters = ['a', 'b', 'c', 'd'].map((name) => dense(2, name, observed));
  const [first] = divergence.apply(parameters.slice(0, 2)) as SymbolicTensor[];
  const [second] = divergence.apply(parameters.slice(2)) as SymbolicTensor[];
  const graph = model({ inputs: observed, outputs: symbolic(layers.add().apply([first!, second!])) });
  const shared = new LatentVariableModel(graph);
  t.deepEqual(
    shared.latents.map(({ name }) => name),
    ['z', 'z:2'],
  );
  const { latents } = shared.terms([x], []);
  t.notDeepEqual(numbers(meanOf(latents[0]!.posterior!)), numbers(meanOf(latents[1]!.posterior!)));
});

/** A plain autoencoder: a code without distributions. */
function autoencoder(): LayersModel {
  const observed = input({ shape: [4], name: 'x' });
  const code = symbolic(new Latent('code').apply(dense(2, 'recognition', observed)));
  const head = symbolic(new Likelihood('x', 'normal').apply(dense(4, 'generative', code)));
  return model({ inputs: observed, outputs: head });
}

test('a latent without a divergence has a value and no distributions', (t) => {
  const plain = new LatentVariableModel(autoencoder());
  t.deepEqual(
    plain.latents.map(({ name, shape, divergence }) => [name, shape, divergence]),
    [['code', [2], undefined]],
  );
  const { latents, observed } = plain.terms([x], []);
  t.deepEqual([latents[0]!.posterior, latents[0]!.prior], [undefined, undefined]);
  t.deepEqual(
    numbers(meanOf(plain.decode({ code: latents[0]!.value! })[0]!)),
    numbers(meanOf(observed[0]!.likelihood)),
  );
  t.deepEqual(
    plain.ancestralOrder.map(({ name }) => name),
    ['code'],
  );
  const error = t.throws(() => plain.priorOf(plain.latents[0]!), { instanceOf: HelmholtzError });
  t.is(error.message, 'The latent "code" has no prior.');
});

/** x given z and a label y, and z's prior given y. */
function conditionalGraph(): LayersModel {
  const [observed, label] = [input({ shape: [4], name: 'x' }), input({ shape: [3], name: 'y' })];
  const join = (...parts: SymbolicTensor[]) => symbolic(layers.concatenate().apply(parts));
  const both = join(observed, label);
  const [loc, logVariance] = new Divergence('z').apply([
    dense(2, 'loc', both),
    dense(2, 'log_variance', both),
    dense(2, 'prior_loc', label),
    dense(2, 'prior_log_variance', label),
  ]) as SymbolicTensor[];
  const epsilon = noiseInput('z', 2);
  const scaled = symbolic(layers.multiply().apply([symbolic(new Scale({}).apply(logVariance!)), epsilon]));
  const z = symbolic(new Latent('z').apply(symbolic(layers.add().apply([loc!, scaled]))));
  const head = symbolic(new Likelihood('x', 'normal').apply(dense(4, 'generative', join(z, label))));
  return model({ inputs: [observed, label, epsilon], outputs: head });
}

const y = tensor([
  [1, 0, 0],
  [0, 0, 1],
]);

test('likelihood and prior may depend on other inputs, which are given by name', (t) => {
  const conditional = new LatentVariableModel(conditionalGraph());
  t.deepEqual(
    conditional.inputs.map(({ name }) => name),
    ['x', 'y'],
  );
  const { latents, observed } = conditional.terms([x, y], [noise]);
  const [z] = latents;
  t.deepEqual(
    numbers(meanOf(conditional.decode({ z: z!.value! }, { y })[0]!)),
    numbers(meanOf(observed[0]!.likelihood)),
  );
  const [variable] = conditional.ancestralOrder;
  t.deepEqual(numbers(meanOf(conditional.priorOf(variable!, {}, { y, x }))), numbers(meanOf(z!.prior!)));
});

test('errors name missing dependencies of a likelihood or a prior', (t) => {
  const conditional = new LatentVariableModel(conditionalGraph());
  const z = tensor([
    [0, 0],
    [1, 1],
  ]);
  const error = t.throws(() => conditional.decode({ z }), { instanceOf: HelmholtzError });
  t.is(error.message, 'p(x given z) depends on "y", which was not given.');
  t.is(error.hint, 'It depends on: z, y. Given: z.');
  t.is(error.kind, 'data');
  t.throws(() => conditional.priorOf(conditional.latents[0]!), {
    message: 'The prior of "z" depends on "y", which was not given.',
  });
  t.throws(() => conditional.decode({ z }, { y: tensor([[1, 0, 0]]) }), {
    message: '"y" was given a tensor of shape [1, 3].',
  });
  t.throws(() => conditional.decode({}, { constructor: z }), { message: /depends on "z"/ });
});

test('termsAtPosteriorMeans evaluates each latent at the mean of its posterior, given the latents before it', (t) => {
  const conditional = new LatentVariableModel(conditionalGraph());
  const { latents, observed } = conditional.termsAtPosteriorMeans([x, y]);
  t.deepEqual(numbers(latents[0]!.value!), numbers(meanOf(latents[0]!.posterior!)));
  const still = conditional.terms([x, y], [tensor([0, 0, 0, 0], [2, 2])]);
  t.deepEqual(numbers(meanOf(observed[0]!.likelihood)), numbers(meanOf(still.observed[0]!.likelihood)));
});

const feeds: Record<string, { inputs: Tensor[]; noises: Tensor[]; message: string; hint: RegExp }> = {
  'too few': {
    inputs: [x],
    noises: [],
    message: 'The graph has 2 inputs, but 1 were given.',
    hint: /x, z_noise/,
  },
  'noise of another batch size': {
    inputs: [x],
    noises: [tensor([[1, 1]])],
    message: '"z_noise" was given a tensor of shape [1, 2].',
    hint: /^Expected \[2, 2\]/,
  },
  'a single example with more noise, of which predict would use one row': {
    inputs: [tensor([[0, 0, 0, 0]])],
    noises: [
      tensor([
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ]),
    ],
    message: '"z_noise" was given a tensor of shape [4, 2].',
    hint: /^Expected \[1, 2\]/,
  },
  'data of another shape': {
    inputs: [
      tensor([
        [1, 1, 1],
        [1, 1, 1],
      ]),
    ],
    noises: [noise],
    message: '"x" was given a tensor of shape [2, 3].',
    hint: /^Expected \[2, 4\]/,
  },
  'data without a batch': {
    inputs: [tensor([1, 1, 1, 1])],
    noises: [noise],
    message: '"x" was given a tensor of shape [4].',
    hint: /4\]/,
  },
};

for (const [what, { inputs, noises, message, hint }] of Object.entries(feeds)) {
  test(`throws a data error for ${what}`, (t) => {
    const error = t.throws(() => tinyModel().terms(inputs, noises), { instanceOf: HelmholtzError });
    t.is(error.message, message);
    t.regex(error.hint!, hint);
    t.is(error.kind, 'data');
  });
}

test('a likelihood of a variable that is no input is an error', (t) => {
  const observed = input({ shape: [4], name: 'image' });
  const graph = model({ inputs: observed, outputs: symbolic(new Likelihood('x', 'normal').apply(observed)) });
  const error = t.throws(() => new LatentVariableModel(graph), { instanceOf: HelmholtzError });
  t.is(error.kind, 'graph');
  t.regex(error.message, /"x_likelihood" names the observed variable "x", which is not an input/);
  t.is(error.hint, 'Inputs: image.');
});

test('a latent that no layer names cannot be decoded from', (t) => {
  const observed = input({ shape: [2], name: 'x' });
  const [loc] = new Divergence('z').apply([
    dense(2, 'l', observed),
    dense(2, 's', observed),
  ]) as SymbolicTensor[];
  const graph = model({ inputs: observed, outputs: symbolic(new Likelihood('x', 'normal').apply(loc!)) });
  const error = t.throws(() => new LatentVariableModel(graph).decode({ z: tensor([[0, 0]]) }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'graph');
  t.regex(error.hint!, /latent layer/);
});

test('sums the losses that layers add, without the divergence', (t) => {
  const decayed = (l2: number, name: string) =>
    layers.dense({
      units: 2,
      name,
      kernelInitializer: 'ones',
      useBias: false,
      kernelRegularizer: regularizers.l2({ l2 }),
    });
  const tiny = tinyModel({ recognition: () => [decayed(1, 'a'), decayed(10, 'b')] });
  // Kernels of ones, four by two and two by two.
  t.is(tiny.regularization()!.dataSync()[0], 8 + 40);
  t.is(tinyModel().regularization(), undefined);
});

test('holds nothing beyond a tidy', (t) => {
  const tiny = tinyModel();
  const before = memory().numTensors;
  tidy(() => void tiny.terms([x], [noise], { training: true }));
  t.is(memory().numTensors, before);
});

test('the graph stays the ordinary model that it is', (t) => {
  const graph = tinyGraph();
  t.is(new LatentVariableModel(graph).layersModel, graph);
  t.deepEqual((graph.predict([x, noise]) as Tensor).shape, [2, 4]);
});
