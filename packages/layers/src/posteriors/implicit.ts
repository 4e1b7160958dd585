import { posteriorPart } from '@helmholtz/core';
import { type SymbolicTensor, layers } from '@tensorflow/tfjs-layers';
import { z } from 'zod';

import { flattened } from '../flattened.js';
import { latent as latentLayer } from '../latent.js';
import { linear } from '../linear.js';
import { glorotUniform } from '../networks/initial-weights.js';
import { noiseInput } from '../noise-input.js';
import { withImplicitPosterior } from '../with-implicit-posterior.js';

/**
 * Implicit posterior: a network maps features and noise to a draw, whose density nobody knows
 * (Mescheder et al. 2017). Its KL divergence is estimated by an objective with a discriminator.
 */
export const implicitPosterior = posteriorPart({
  name: 'implicit',
  description: 'draws of a network of features and noise, without a density; for adversarial objectives',
  options: z.strictObject({
    noise: z.int().min(1).max(10_000).optional().describe('elements of the noise; as many as z by default'),
    hidden: z
      .array(z.int().min(1))
      .default([128])
      .describe('units of the hidden layers between features with noise and z'),
    activation: z
      .enum(['relu', 'elu', 'selu', 'tanh', 'sigmoid', 'softplus'])
      .default('relu')
      .describe('activation of the hidden layers'),
  }),
  noise: 'standardNormal',
  kl: [],
  sample(features, { variable, size, prior, noise }, { noise: noiseSize = size, hidden, activation }) {
    const epsilon = noiseInput({
      shape: [noiseSize],
      name: `${variable}_noise`,
      variable,
      source: noise,
    });
    const featuresAndNoise = layers
      .concatenate({ name: `${variable}_features_and_noise` })
      .apply([flattened(features, variable), epsilon]) as SymbolicTensor;
    const lastHidden = hidden.reduce(
      (tensor, units, index) =>
        layers
          .dense({
            units,
            activation,
            kernelInitializer: glorotUniform,
            name: `${variable}_hidden_${index + 1}`,
          })
          .apply(tensor) as SymbolicTensor,
      featuresAndNoise,
    );
    const value = linear({ units: size, name: `${variable}_draw` }).apply(lastHidden) as SymbolicTensor;
    const passedOn = withImplicitPosterior({ variable, value, prior });
    return latentLayer({ variable }).apply(passedOn) as SymbolicTensor;
  },
});
