import { defineRecipe, denseDeclaration } from '@helmholtz/core';

import { compose } from './composition/compose.js';

/**
 * The conditional VAE (Sohn et al. 2015, section 4.1, with a prior that the label does not decide):
 * p(z) p(x given z, label) and q(z given x, label), so that z holds what the label does not say of x.
 *
 * `inputs` of the spec is what x is conditioned on; one named `label` is fed with the classes of the examples, one-hot.
 */
export const cvae = defineRecipe({
  name: 'cvae',
  description: 'conditional VAE: x from latents and a label, so that what is drawn can be chosen',
  takes: ['inputs'],
  declare: (sizes) => ({
    ...denseDeclaration({
      observed: sizes.observed,
      latents: sizes.latents ?? [{ name: 'z', size: 8 }],
      hidden: sizes.hidden ?? [512, 256],
    }),
    inputs: [{ name: 'label', shape: [10] }],
    optimizer: { name: 'adam', learningRate: 1e-3 },
  }),
  build({ observed, inputs = [], latents }, parts) {
    const conditions = inputs.map(({ name }) => name);
    return compose(
      {
        name: 'cvae',
        inputs: [
          {
            ...observed,
            likelihood: { given: [...latents.map(({ name }) => name), ...conditions], network: 'generative' },
          },
          ...inputs.map(({ name, shape }) => ({ name, shape })),
        ],
        latents: latents.map(({ name, size }) => ({
          name,
          size,
          posterior: { given: [observed.name, ...conditions], network: 'recognition' },
        })),
      },
      parts,
    );
  },
});
