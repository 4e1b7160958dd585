import { defineRecipe, denseDeclaration, denseLayers, flat, type LayerSpec } from '@helmholtz/core';
import { flattened, latent, latentVariableGraph, linear, networkInput, observe } from '@helmholtz/layers';
import { type SymbolicTensor, input } from '@tensorflow/tfjs-layers';

import { filledInput } from './filled-input.js';
import { endsInMeans } from './grey-means.js';
import { join } from './join.js';

/**
 * Plain autoencoder: a code that is a function of x, and x from the code. The code has no noise,
 * prior or KL divergence, so there is nothing to sample from. The loss is the negative
 * log-likelihood. Means of grey pixels come from a sigmoid.
 */
export const autoencoder = defineRecipe({
  name: 'autoencoder',
  description: 'plain autoencoder: a code that is a function of x, without noise or prior',
  takes: ['networkInput'],
  declare(sizes) {
    const { hidden = [512], likelihood = 'normal' } = sizes;
    const declared = denseDeclaration({ ...sizes, hidden });
    const [units] = flat(sizes.observed).shape;
    const image: LayerSpec[] = endsInMeans(likelihood)
      ? [{ layer: 'dense', units, activation: 'sigmoid' }]
      : [];
    return {
      ...declared,
      networks: { ...declared.networks, generative: [...denseLayers(hidden.toReversed()), ...image] },
      likelihood: 'normal',
      optimizer: { name: 'adam', learningRate: 1e-3 },
    };
  },
  build({ observed, latents }, { network, likelihood }) {
    const x = input({ shape: observed.shape, name: observed.name });
    const features = network('recognition')(filledInput(networkInput(x, observed, likelihood), observed));
    const codes = latents.map(({ name, size }) => {
      const code = linear({ units: size, name: `${name}_code` }).apply(flattened(features, name));
      return latent({ variable: name }).apply(code) as SymbolicTensor;
    });
    const outputShape = likelihood.parameterShape(observed.shape);
    const parameters = network('generative')(join(codes, 'latents'), { outputShape });
    const inputs = new Map([[observed.name, x]]);
    const output = observe(likelihood, observed, parameters, inputs);
    return latentVariableGraph({ name: 'autoencoder', inputs: [...inputs.values()], outputs: [output] });
  },
});
