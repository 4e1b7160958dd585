import { defineRecipe, denseDeclaration } from '@helmholtz/core';
import { latentVariableGraph, networkInput, observe } from '@helmholtz/layers';
import { input } from '@tensorflow/tfjs-layers';

import { filledInput } from './filled-input.js';
import { join } from './join.js';

/**
 * Variational autoencoder (Kingma and Welling 2014): one latent layer, p(z) p(x | z) and q(z | x).
 *
 * Several latents are independent a priori, share their features, and are concatenated for the
 * generative network.
 */
export const vae = defineRecipe({
  name: 'vae',
  description: 'variational autoencoder: x from latents z, with networks of your choice',
  takes: ['networkInput'],
  networks: ['recognition', 'generative'],
  declare: denseDeclaration,
  build({ observed, latents }, { network, likelihood, sample }) {
    const x = input({ shape: observed.shape, name: observed.name });
    const features = network('recognition')(filledInput(networkInput(x, observed, likelihood), observed));
    const values = latents.map(({ name, size }) => sample(features, { name, size }));
    const parameters = network('generative')(join(values, 'latents'), {
      outputShape: likelihood.parameterShape(observed.shape),
    });
    const inputs = new Map([[observed.name, x]]);
    const output = observe(likelihood, observed, parameters, inputs);
    return latentVariableGraph({ name: 'vae', inputs: [...inputs.values()], outputs: [output] });
  },
});
