import '@tensorflow/tfjs-backend-cpu';

import { HelmholtzError } from '@helmholtz/base';
import {
  createOptimizer,
  elbo,
  LatentVariableModel,
  parseSpec,
  posteriorMeans,
  priorMeans,
  type Recipe,
  type SpecInput,
  tokens,
  train,
} from '@helmholtz/core';
import { bernoulliLikelihood } from '@helmholtz/layers';
import { buildModel, createCatalogue, modelContainer } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import { type SymbolicTensor, input, layers, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

test.before(() => setBackend('cpu'));

const spec = {
  recipe: 'vae' as const,
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
} satisfies SpecInput;

const withRecipe = (recipe: Recipe) => ({ recipes: [recipe] });

const recipeNamed = (build: unknown): Recipe => ({ name: 'vae', description: '', build }) as Recipe;

test('an error in a recipe names the recipe', (t) => {
  const failing: [unknown, string][] = [
    [() => undefined, 'The recipe "vae" returned undefined.'],
    [() => 3, 'The recipe "vae" returned 3.'],
    [undefined, 'The recipe "vae" has no function build.'],
    [
      () => {
        throw new TypeError('first line\nsecond line');
      },
      'The recipe "vae" failed: first line',
    ],
  ];
  for (const [build, message] of failing) {
    const error = t.throws(() => buildModel(spec, [withRecipe(recipeNamed(build))]), {
      instanceOf: HelmholtzError,
    });
    t.is(error.message, message);
    t.truthy(error.hint);
  }
});

test('one catalogue serves many models', (t) => {
  const parts = createCatalogue();
  const sizes = [2, 3].map((size) => {
    const declared = parseSpec({ ...spec, latents: [{ name: 'z', size }] });
    return modelContainer(parts, declared).get(tokens.model).latents[0]!.shape;
  });
  t.deepEqual(sizes, [[2], [3]]);
});

test('throws an error with both shapes when the parameters of a likelihood do not fit the observed variable', (t) => {
  const x = input({ shape: [6], name: 'x' });
  for (const units of [1, 3]) {
    const logits = layers.dense({ units }).apply(x) as SymbolicTensor;
    const graph = model({ inputs: x, outputs: bernoulliLikelihood().apply(logits) as SymbolicTensor });
    const error = t.throws(() => new LatentVariableModel(graph), { instanceOf: HelmholtzError });
    t.is(error.message, `The likelihood "x_likelihood" was given parameters of shape [${units}].`);
    t.is(error.hint, 'For "x" of shape [6] it takes [6].');
  }
});

test('a graph without a likelihood is not trained', async (t) => {
  const x = input({ shape: [4], name: 'x' });
  const graph = model({ inputs: x, outputs: layers.dense({ units: 4 }).apply(x) as SymbolicTensor });
  const zeros = { name: 'zeros', size: 2, shape: [4], read: () => undefined };
  const options = { data: zeros, objective: elbo(), epochs: 1, batchSize: 2, seed: 0 };
  const optimizer = createOptimizer({ name: 'adam', learningRate: 0.001 });
  const error = await t.throwsAsync(train(new LatentVariableModel(graph), { ...options, optimizer }), {
    instanceOf: HelmholtzError,
  });
  t.regex(error.message, /no likelihood/);
});

test('an optimizer is declared by what has no default, and its options are checked', (t) => {
  t.deepEqual(createOptimizer({ name: 'momentum', learningRate: 0.1 }).getConfig(), {
    learningRate: 0.1,
    momentum: 0.9,
    useNesterov: false,
  });
  const misspelt = { name: 'adam', learningRate: 0.1, beta: 0.5 } as never;
  t.throws(() => createOptimizer(misspelt), { instanceOf: HelmholtzError, message: /unknown key "beta"/ });
});

test('the latents that are not given are at the mean of their prior, given those above them', async (t) => {
  const url = new URL('../../examples/plugins/two-layer-dlgm.js', import.meta.url).href;
  const { default: plugin } = (await import(url)) as { default: (api: object) => { recipes: [Recipe] } };
  const [recipe] = plugin({
    core: await import('@helmholtz/core'),
    layers: await import('@helmholtz/layers'),
    tf: { layers, input },
  }).recipes;
  const two = buildModel({ ...spec, recipe: 'two-layer-dlgm' as never }, [withRecipe(recipe)]);
  t.deepEqual(
    two.ancestralOrder.map(({ name }) => name),
    ['z2', 'z1'],
  );
  const given = new Map([['z2', { count: 2, shape: [1], values: Float32Array.of(-2, 2) }]]);
  const values = await priorMeans(two, given);
  const [low, high] = [0, 1].map((row) => values.get('z1')!.values.slice(2 * row, 2 * row + 2));
  t.notDeepEqual(low, high);
  const observed = { count: 1, shape: [4], values: new Float32Array(4) };
  t.deepEqual([...(await posteriorMeans(two, observed)).keys()], ['z2', 'z1']);
});
