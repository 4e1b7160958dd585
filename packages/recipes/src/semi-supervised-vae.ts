import { defineRecipe, denseLayers, flat } from '@helmholtz/core';

import { composeConditional } from './cvae.js';

/**
 * Semi-supervised VAE (model M2 of Kingma et al. 2014): p(label) p(z) p(x | z, label) and
 * q(label | x) q(z | x, label), with a uniform p(label).
 *
 * The graph is that of `cvae`. The objective `semiSupervisedVae` owns the network `classifier` of
 * q(label | x), and sums missing labels out.
 */
export const semiSupervisedVae = defineRecipe({
  name: 'semi-supervised-vae',
  description: 'VAE with a classifier, for data of which few examples have a label (M2)',
  takes: ['inputs', 'networkInput'],
  networks: ['recognition', 'generative'],
  declare({ observed, latents = [{ name: 'z', size: 50 }], hidden = [500] }) {
    const network = denseLayers(hidden);
    return {
      observed: flat(observed),
      inputs: [{ name: 'label', shape: [10] }],
      latents: [...latents],
      networks: { recognition: network, generative: network.toReversed(), classifier: network },
      objective:
        observed.name === 'x' ? 'semiSupervisedVae' : { name: 'semiSupervisedVae', input: observed.name },
      optimizer: { name: 'adam', learningRate: 3e-4 },
    };
  },
  build: (spec, parts) => composeConditional('semi-supervised-vae', spec, parts),
});
