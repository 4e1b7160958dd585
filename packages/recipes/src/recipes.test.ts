/**
 * Tests of every recipe: its name alone declares a model that trains, and its spec is a complete
 * record.
 */
import {
  catalogue,
  createOptimizer,
  type Dataset,
  declareRecipe,
  type LatentVariableModel,
  parseSpec,
  readSpec,
  readWeights,
  type Recipe,
  train,
  writeSpec,
} from '@helmholtz/core';
import { RandomStream } from '@helmholtz/distributions';
import type { Sequential } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { createCatalogue } from './container.js';
import { assemble, buildModel } from './testing/any-names.js';
import '@helmholtz/testing/cpu-backend';

const recipes = createCatalogue().getAll(catalogue.recipe);

/** Small images of two kinds, one of them more frequent, each with its class. */
function images(shape: readonly number[], size = 24): Dataset {
  const length = shape.reduce((product, side) => product * side, 1);
  const random = new RandomStream(0, 'images');
  const values = Array.from({ length: size * length }, (_, index) => {
    const kind = Math.floor(index / length) % 4 === 0 ? 1 : 0;
    return random.next() < 0.1 ? 0.5 : index % length < length / 2 ? kind : 1 - kind;
  });
  return {
    name: 'images',
    size,
    shape,
    fixed: true,
    labels: Array.from({ length: size }, (_, index) => (index % 4 === 0 ? 1 : 0)),
    read: (indices, out) =>
      Array.from(indices).forEach((example, row) => {
        out.set(values.slice(example * length, (example + 1) * length), row * length);
      }),
  };
}

/**
 * The activation of the last layer that has one, of the network that ends in the parameters of x.
 */
function endingOf(model: LatentVariableModel): unknown {
  const isLast = (name: string): boolean => name === 'generative' || name === 'generative_x';
  const network = model.layersModel.layers.find(({ name }) => isLast(name)) as Sequential;
  const configs = network.layers.map((layer) => layer.getConfig());
  return configs.findLast(({ activation }) => activation !== undefined)!['activation'];
}

const smallSizes = (recipe: Recipe) => ({
  observed: { name: 'x', shape: [8, 8, 1] },
  hidden: recipe.name === 'conv-vae' ? [8, 8] : [6],
});

for (const recipe of recipes) {
  test(`${recipe.name}: the default spec is complete, and is unchanged by a round trip`, async (t) => {
    const spec = parseSpec(declareRecipe(recipe, smallSizes(recipe)));
    const model = buildModel(spec);
    t.deepEqual(model.spec, spec);
    t.true(model.latents.length > 0 && model.observed.length > 0);
    const again = buildModel(readSpec(writeSpec(spec), 'spec.yaml'));
    t.deepEqual(again.description, model.description);
    t.deepEqual(await readWeights(again), await readWeights(model));
  });

  test(`${recipe.name}: training lowers its loss and changes all that can be learned`, async (t) => {
    const { model, objective } = assemble(declareRecipe(recipe, smallSizes(recipe)));
    const before = await readWeights(model);
    const { history } = await train(model, {
      data: images([8, 8, 1]),
      objective,
      optimizer: createOptimizer({ name: 'adam', learningRate: 0.01 }),
      epochs: 12,
      batchSize: 12,
      seed: 1,
    });
    const losses = history.map(({ train: { nelbo } }) => nelbo!);
    t.true(losses.at(-1)! < losses[0]! - 0.5, losses.map((loss) => loss.toFixed(2)).join(' '));
    const after = await readWeights(model);
    const learned = [...model.weights].filter(([, weight]) =>
      model.layersModel.trainableWeights.includes(weight),
    );
    for (const [name] of learned) t.notDeepEqual(after.get(name)!.values, before.get(name)!.values, name);
  });

  if (!recipe.name.startsWith('bayesian-')) {
    test(`${recipe.name}: hidden layers may have the size of x`, (t) => {
      const sizes = { ...smallSizes(recipe), hidden: recipe.name === 'conv-vae' ? [1, 1] : [64] };
      const ownMean = ['autoencoder', 'conv-vae'].includes(recipe.name);
      t.is(endingOf(buildModel(declareRecipe(recipe, sizes))), ownMean ? 'sigmoid' : 'linear');
    });
  }

  test(`${recipe.name}: given sizes are used`, (t) => {
    const latents = [
      { name: 'a', size: 3 },
      { name: 'b', size: 2 },
    ];
    if (recipe.name.startsWith('bayesian-') || recipe.name === 'vq-vae') {
      // A regression has one vector of weights, and a VQ-VAE one grid of codes.
      const declared = declareRecipe(recipe, { ...smallSizes(recipe), latents });
      t.regex(t.throws(() => buildModel(declared), { message: /2 latents/ }).name, /HelmholtzError/);
      return;
    }
    const spec = parseSpec(declareRecipe(recipe, { ...smallSizes(recipe), latents }));
    t.deepEqual(
      spec.latents.map(({ name, size }) => ({ name, size })),
      latents,
    );
    t.is(buildModel(spec).latents.length, 2);
  });
}
