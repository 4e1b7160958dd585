import { HelmholtzError } from '@helmholtz/base';
import {
  catalogue,
  constantPrior,
  createEagerStep,
  defineRecipe,
  type CreateStep,
  elbo,
  type Likelihood,
  likelihoodPart,
  type Network,
  parseSpec,
  type Recipe,
  tokens,
  type SpecInput,
} from '@helmholtz/core';
import { meanOf, priorDistribution, varianceOf } from '@helmholtz/distributions';
import { normalLikelihood, normalPosterior, latentVariableGraph } from '@helmholtz/layers';
import { tensor } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers } from '@tensorflow/tfjs-layers';
import test from 'ava';
import type { Container } from 'inversify';
import { z } from 'zod';

import { createCatalogue, modelContainer } from './container.js';
import { assemble, buildModel, createContainer } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';
import { vae } from './vae.js';

const spec: SpecInput = {
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [{ layer: 'dense', units: 3 }], generative: [] },
};

/** The ids of the layers inside of a network of a model. */
function networkOf(container: Container, id: string): string[] {
  const node = container.get(tokens.model).description.nodes.find((one) => one.id === id);
  return node?.inner?.nodes.map(({ className }) => className) ?? [];
}

test('a recipe builds a model without access to the container', (t) => {
  t.deepEqual(
    buildModel(spec).latents.map(({ name }) => name),
    ['z'],
  );
});

test('a container holds one model', (t) => {
  const container = createContainer(spec);
  t.is(container.get(tokens.model), container.get(tokens.model));
  t.not(createContainer(spec).get(tokens.model), container.get(tokens.model));
});

test('rebinding the likelihood changes the head', (t) => {
  const container = createContainer(spec);
  const normal: Likelihood = {
    parameterShape: (eventShape) => eventShape,
    head: (config) => normalLikelihood({ ...config, scale: 0.5 }),
  };
  container.rebind(tokens.likelihood).toConstantValue(normal);
  t.is(container.get(tokens.model).observed[0]!.likelihood.family, 'normal');
});

const network = (units: number): Network => {
  return (features, { name, outputShape }) => {
    const hidden = layers.dense({ units, name: `${name}_mine` }).apply(features) as SymbolicTensor;
    if (!outputShape) return hidden;
    return layers.dense({ units: outputShape[0]!, name: `${name}_end` }).apply(hidden) as SymbolicTensor;
  };
};

test('rebinding a network changes that network alone', (t) => {
  for (const name of ['recognition', 'generative'] as const) {
    const container = createContainer(spec);
    const declared = container.get(tokens.networks);
    container
      .rebind(tokens.networks)
      .toConstantValue((asked) => (asked === name ? network(17) : declared(asked)));
    const ids = container.get(tokens.model).description.nodes.map(({ id }) => id);
    t.true(ids.includes(`${name}_mine`));
    t.false(ids.includes(name));
    const other = name === 'recognition' ? 'generative' : 'recognition';
    t.true(ids.includes(other));
    t.true(networkOf(container, other).includes('Dense'));
  }
});

const failure = (declared: object, recipes: readonly Recipe[] = []) => {
  const plugin = { recipes };
  return { plugin, build: () => buildModel({ ...spec, ...declared }, [plugin]) };
};

test('throws an error with the nearest valid name for an unknown network, and an error for a missing one', (t) => {
  const { recognition } = spec.networks!;
  const misspelled = t.throws(failure({ networks: { recogniton: recognition!, generative: [] } }).build, {
    instanceOf: HelmholtzError,
    message: 'the spec at networks.recogniton: the recipe "vae" has no network of that name.',
  });
  t.is(misspelled.hint, 'Did you mean "recognition"? Valid names: recognition, generative.');
  t.throws(failure({ networks: { recognition: recognition! } }).build, {
    instanceOf: HelmholtzError,
    message: 'the spec at networks.generative: nothing was given, a list of layers was expected.',
  });
});

/** Recipe with a chain of networks. An option sets their number, and the spec declares each. */
const chain = defineRecipe({
  name: 'chain',
  description: 'one network after another',
  options: z.strictObject({ depth: z.int().min(1).default(1) }),
  networks: (_, { depth }) => Array.from({ length: depth }, (_, index) => `part_${index + 1}`),
  build({ observed }, { network: part, likelihood }, { depth }) {
    let tensor: SymbolicTensor = input({ shape: observed.shape, name: observed.name });
    const x = tensor;
    for (let index = 1; index <= depth; index++) tensor = part(`part_${index}`)(tensor);
    const outputShape = likelihood.parameterShape(observed.shape);
    const parameters = part('part_1')(tensor, { name: 'end', outputShape });
    const head = likelihood.head({ name: 'head', variable: observed.name });
    const outputs = [head.apply(parameters) as SymbolicTensor];
    return latentVariableGraph({ name: 'chain', inputs: [x], outputs });
  },
});

test('a recipe has options and networks of its own, and its spec stays what it was', (t) => {
  const part = [{ layer: 'dense', units: 3 }];
  const declared = { recipe: { name: 'chain', depth: 2 }, networks: { part_1: part, part_2: part } };
  const { build } = failure(declared, [chain]);
  const model = build();
  const ids = model.description.nodes.map(({ id }) => id);
  t.deepEqual(ids, ['x', 'part_1', 'part_2', 'end', 'head']);
  t.deepEqual(model.spec, parseSpec({ ...spec, ...declared }));
  t.deepEqual(parseSpec(model.spec), model.spec);
  const wrong = (recipe: object) =>
    t.throws(failure({ ...declared, recipe }, [chain]).build, { instanceOf: HelmholtzError });
  t.is(wrong({ name: 'chain', dept: 2 }).message, 'the recipe "chain": unknown key "dept".');
  t.is(
    wrong({ name: 'chain', depth: 0 }).message,
    'the recipe "chain" at depth: 0 was given, at least 1 was expected.',
  );
  t.is(
    wrong({ name: 'chain', depth: 1 }).message,
    'the spec at networks.part_2: the recipe "chain" has no network of that name.',
  );
});

test('throws an error for options of a recipe that takes none, and for a network that a recipe does not declare', (t) => {
  t.throws(failure({ recipe: { name: 'vae', depth: 2 } }).build, {
    message: 'the recipe "vae": unknown key "depth".',
  });
  const asking: Recipe = { ...vae, name: 'asking', networks: ['recognition'] };
  const error = t.throws(failure({ recipe: 'asking', networks: { recognition: [] } }, [asking]).build, {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The recipe "asking" asks for a network "generative".');
});

test('rebinding the prior changes the KL divergence', (t) => {
  const container = createContainer(spec);
  container.rebind(tokens.prior).toConstantValue(constantPrior('normal', { loc: 3 }));
  const { divergence } = container.get(tokens.model).latents[0]!;
  t.is(meanOf(divergence!.layer.prior([])).dataSync()[0], 3);
  t.is(meanOf(priorDistribution({ name: 'standardNormal' })).dataSync()[0], 0);
});

test('rebinding the noise changes the source of noise inputs', (t) => {
  const container = createContainer(spec);
  container.rebind(tokens.noise).toConstantValue('zero');
  t.is(container.get(tokens.model).noise[0]!.source, 'zero');
});

test('throws an error that names noise that the posterior cannot use', (t) => {
  const error = t.throws(() => buildModel({ ...spec, noise: 'uniform' }), { instanceOf: HelmholtzError });
  t.is(error.message, 'The posterior "normal" cannot use the noise "uniform".');
  t.is(error.hint, 'Use standardNormal or zero.');
});

test('by default, the noise is that of the posterior', (t) => {
  const uniform = { ...normalPosterior, name: 'odd', noise: 'uniform' };
  const plugin = { posteriors: [uniform] };
  const { noise } = buildModel({ ...spec, posterior: 'odd' }, [plugin]);
  t.is(noise[0]!.source, 'uniform');
});

test('rebinding the posterior changes the path from features to latent', (t) => {
  const container = createContainer(spec);
  container.rebind(tokens.posterior).toConstantValue({
    sample: (features, variable) => {
      const more = layers.dense({ units: 9, name: 'more' }).apply(features) as SymbolicTensor;
      return normalPosterior.sample(more, variable, { scale: 'logVariance' });
    },
  });
  const ids = container.get(tokens.model).description.nodes.map(({ id }) => id);
  t.true(ids.indexOf('more') > 0 && ids.indexOf('more') < ids.indexOf('z_loc'));
});

test('rebinding the objective changes the loss', (t) => {
  const container = createContainer({ ...spec, objective: { name: 'elbo', beta: 4 } });
  t.is(container.get(tokens.objective).name, 'elbo');
  const mine = { ...elbo(), name: 'mine' };
  container.rebind(tokens.objective).toConstantValue(mine);
  t.is(container.get(tokens.objective), mine);
});

test('the container creates all parts that a spec declares', (t) => {
  const assembly = assemble({ ...spec, objective: { name: 'elbo', beta: 2, warmUp: 10 } });
  t.deepEqual(assembly.spec, assembly.model.spec);
  t.deepEqual(assembly.objective.coefficients!(undefined), { beta: 2 });
  t.is(assembly.createStep, createEagerStep);
});

test('updates are done by TensorFlow.js, unless a composition root binds another step', (t) => {
  const parts = createCatalogue();
  t.is(modelContainer(parts, parseSpec(spec)).get(tokens.createStep), createEagerStep);
  const mine: CreateStep = (options) => createEagerStep(options);
  parts.rebind(tokens.createStep).toConstantValue(mine);
  t.is(modelContainer(parts, parseSpec(spec)).get(tokens.createStep), mine);
});

const identity: Recipe = {
  name: 'identity',
  description: 'x and nothing else',
  build: ({ observed }, { likelihood }) => {
    const x = input({ shape: observed.shape, name: observed.name });
    const head = likelihood.head({ name: 'head', variable: observed.name });
    return latentVariableGraph({ name: 'identity', inputs: [x], outputs: [head.apply(x) as SymbolicTensor] });
  },
};

test('rebinding the recipe changes the graph', (t) => {
  const container = createContainer(spec);
  container.rebind(tokens.recipe).toConstantValue(identity);
  t.is(container.get(tokens.model).layersModel.name, 'identity');
});

const widened = likelihoodPart({
  name: 'widened',
  description: 'a normal distribution of a scale of its own',
  options: z.strictObject({ factor: z.number().default(3) }),
  parameterShape: (eventShape) => eventShape,
  head: (config, { factor }) => normalLikelihood({ ...config, scale: factor }),
});

const plugin = { recipes: [identity], likelihoods: [widened] };

test("a plugin's parts are chosen by name, with their options", (t) => {
  const named = {
    ...spec,
    recipe: 'identity',
    likelihood: { name: 'widened', factor: 5 },
  };
  const model = buildModel(named, [plugin]);
  t.is(model.layersModel.name, 'identity');
  t.is(varianceOf(model.observed[0]!.likelihood.distribution(tensor([0]))).dataSync()[0], 25);
  t.throws(() => buildModel(named), { message: 'There is no recipe named "identity".' });
});

test("a plugin's part takes the place of ours of its name", (t) => {
  const replacing = { recipes: [{ ...identity, name: 'vae' }] };
  t.is(buildModel(spec, [replacing]).layersModel.name, 'identity');
});

test('the catalogue lists ours and those of plugins, each in a line', (t) => {
  const named = (container: Container) => container.getAll(catalogue.recipe).map(({ name }) => name);
  const names = named(createCatalogue());
  t.true(names.includes('vae'));
  t.deepEqual(named(createCatalogue([plugin])), [...names, 'identity']);
  const ours = createCatalogue();
  const likelihoods = ours.getAll(catalogue.likelihood).map(({ name }) => name);
  for (const name of ['bernoulli', 'normal', 'categorical', 'poisson']) t.true(likelihoods.includes(name));
  const parts = [
    ...ours.getAll(catalogue.recipe),
    ...ours.getAll(catalogue.likelihood),
    ...ours.getAll(catalogue.posterior),
    ...ours.getAll(catalogue.objective),
  ];
  for (const { name, description } of parts) t.regex(description, /^[^\n]{10,100}$/, name);
  t.true(parts.includes(vae));
});
