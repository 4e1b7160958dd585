import { defineRecipe, denseLayers } from '@helmholtz/core';
import { conditionalRelaxedBernoulli, temperatureOption } from '@helmholtz/layers';
import { z } from 'zod';

import { composeLayered, declareLayered, layeredNetworks } from './composition/layered.js';

const options = z.strictObject({
  recognition: z
    .enum(['bottomUp', 'factorized'])
    .default('bottomUp')
    .describe('what each posterior is given: the units of the layer below it, or x'),
  temperature: temperatureOption,
});

const defaultLatents = [
  { name: 'z1', size: 200 },
  { name: 'z2', size: 200 },
];

/**
 * The sigmoid belief network (Neal 1992), relaxed (Maddison et al. 2017): layers of binary units z1, ..., zL over binary x,
 * each unit on with the probability sigmoid(W z + b) of the units above it. Units are relaxed: numbers between 0 and 1, which
 * a temperature draws to either, so that gradients pass through them. The temperature of the priors is an option of the recipe,
 * that of the top layer one of `prior`, that of the posteriors one of `posterior`: 2/3 all of them unless given, so that an
 * idle unit costs nothing. (Priors at 1/2 and posteriors at 2/3, as in section 5 of theirs, cost 0.05 nats for each.)
 *
 * Relaxed densities have no closed KL divergence: it is estimated at the draws, of logits, as they are (appendix C.3).
 *
 * Networks stand between layers as in `dlgm`; without any of their own, as its name alone declares, they are linear.
 */
export const sigmoidBeliefNetwork = defineRecipe({
  name: 'sigmoid-belief-network',
  description: 'sigmoid belief network, relaxed: layers of binary units over binary x',
  options,
  networks: layeredNetworks,
  declare: ({ latents = defaultLatents, hidden = [], observed }) => ({
    ...declareLayered(
      { latents, observed },
      denseLayers(hidden, 'tanh'),
      denseLayers(hidden.toReversed(), 'tanh'),
    ),
    prior: { name: 'logitRelaxedBernoulli', temperature: 2 / 3 },
    posterior: 'relaxedBernoulli',
    objective: { name: 'elbo', kl: 'monteCarlo' },
    optimizer: { name: 'adam', learningRate: 3e-3 },
  }),
  build: (spec, parts, { recognition, temperature }) =>
    composeLayered('sigmoid-belief-network', spec, parts, {
      recognition,
      generative: 'conditional',
      prior: (features, latent) => conditionalRelaxedBernoulli.of(features, latent, { temperature }),
    }),
});
