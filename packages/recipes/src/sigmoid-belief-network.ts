import { defineRecipe, denseLayers, partName, type Spec } from '@helmholtz/core';
import { conditionalBernoulli, conditionalRelaxedBernoulli, temperatureOption } from '@helmholtz/layers';
import { z } from 'zod';

import { composeLayered, declareLayered, layeredNetworks } from './composition/layered.js';

const options = z.strictObject({
  recognition: z
    .enum(['bottomUp', 'factorized'])
    .default('bottomUp')
    .describe('inputs of each posterior: the units of the layer below, or x'),
  temperature: temperatureOption,
});

const defaultLatents = [
  { name: 'z1', size: 200 },
  { name: 'z2', size: 200 },
];

/**
 * Sigmoid belief network (Neal 1992), relaxed (Maddison et al. 2017): layers of binary units z1,
 * ..., zL over binary x. Each unit is on with probability sigmoid(W z + b), from the units above.
 *
 * Relaxed units are numbers between 0 and 1, through which gradients flow. Three temperatures, 2/3
 * by default: of the priors, an option of the recipe; of the top layer, in `prior`; of the
 * posteriors, in `posterior`. With equal temperatures, idle units cost nothing. Priors at 1/2 and
 * posteriors at 2/3, as in section 5 of the paper, cost 0.05 nats for each idle unit.
 *
 * With `posterior: bernoulli`, `prior: bernoulli` and the objective `vimco` the units are binary.
 *
 * The KL divergence of relaxed densities has no closed form. It is estimated at the draws of logits
 * (Maddison et al. 2017, appendix C.3).
 *
 * Networks between layers are named as in `dlgm`. By default they are linear.
 */
export const sigmoidBeliefNetwork = defineRecipe({
  name: 'sigmoid-belief-network',
  description: 'sigmoid belief network, relaxed: layers of binary units over binary x',
  takes: ['networkInput'],
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
      prior: (features, latent) =>
        isBinary(spec, latent.name)
          ? conditionalBernoulli.build(features, latent, {})
          : conditionalRelaxedBernoulli.build(features, latent, { temperature }),
    }),
});

/** Whether the units of a latent are binary instead of relaxed, as its posterior says. */
function isBinary({ latents, posterior }: Spec, latent: string): boolean {
  const ownPosterior = latents.find(({ name }) => name === latent)?.posterior;
  const ownName = typeof ownPosterior === 'object' ? ownPosterior.name : ownPosterior;
  return (ownName ?? partName(posterior)) === 'bernoulli';
}
