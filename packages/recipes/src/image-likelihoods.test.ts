/** Recipes with images from a sigmoid by default accept any likelihood of images. */
import {
  catalogue,
  type ChooseLikelihood,
  declareRecipe,
  type LatentVariableModel,
  type Recipe,
  type SpecInput,
} from '@helmholtz/core';
import { zeros } from '@tensorflow/tfjs-core';
import type { Sequential } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { autoencoder } from './autoencoder.js';
import { createCatalogue } from './container.js';
import { buildModel } from './testing/any-names.js';
import { convVae } from './conv-vae.js';
import '@helmholtz/testing/cpu-backend';

const SHAPE = [8, 8, 1];
const observed = { name: 'x', shape: SHAPE };
const hidden: Readonly<Record<string, number[]>> = { autoencoder: [6], 'conv-vae': [3, 2] };

const none: ChooseLikelihood = () => {
  throw new Error('It is made of no others.');
};

// Rows of tables are no images, and a coupling needs vectors of two elements along the last axis.
const parts = createCatalogue()
  .getAll(catalogue.likelihood)
  .filter(({ name }) => name !== 'heterogeneous' && name !== 'flow');

/**
 * By name, and with all further parameters from the network if it supports that.
 */
function* likelihoods(): Iterable<readonly [string, { readonly name: string }]> {
  for (const { name, options } of parts) {
    yield [name, { name }];
    const own = Object.keys(options.parse({}) as object).filter((option) => !option.startsWith('minimum'));
    const given = Object.fromEntries(own.map((parameter) => [parameter, 'network']));
    if (own.length > 0 && options.safeParse(given).success)
      yield [`${name} by the network`, { name, ...given }];
  }
}

function modelOf(recipe: Recipe, likelihood: NonNullable<SpecInput['likelihood']>): LatentVariableModel {
  return buildModel(declareRecipe(recipe, { observed, hidden: hidden[recipe.name], likelihood }));
}

const bounded = new Set(['normal', 'laplace', 'studentT']);

for (const recipe of [autoencoder, convVae]) {
  for (const [what, likelihood] of likelihoods()) {
    test(`${recipe.name}: ${what}`, (t) => {
      const model = modelOf(recipe, likelihood);
      const network = model.layersModel.getLayer('generative') as Sequential;
      const part = parts.find(({ name }) => name === likelihood.name)!;
      const { name: _, ...likelihoodOptions } = likelihood;
      const event = recipe.name === 'autoencoder' ? [64] : SHAPE;
      t.deepEqual(
        network.outputs[0]!.shape.slice(1),
        part.parameterShape(event, part.options.parse(likelihoodOptions), none),
      );
      const last = network.layers.at(-1)!;
      t.is(last.getConfig()['activation'], bounded.has(what) ? 'sigmoid' : 'linear');
      t.false(
        network.layers.some(({ name }) => name.endsWith('_flatten')),
        'an image ends in an image',
      );
      const [z] = model.latents;
      const [x] = model.decode({ [z!.name]: zeros([1, ...z!.shape]) });
      t.is(x!.family, likelihood.name);
    });
  }
}
