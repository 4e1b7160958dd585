import { defineRecipe, denseDeclaration, type RecipeParts, type Spec } from '@helmholtz/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

import { compose } from './composition/compose.js';

/**
 * Conditional VAE (Sohn et al. 2015, section 4.1, with a prior independent of the label): p(z) p(x
 * | z, label) and q(z | x, label). z then models the variation within a label.
 *
 * `inputs` of the spec lists the conditions. One named `label` is fed with one-hot classes.
 */
export const cvae = defineRecipe({
  name: 'cvae',
  description: 'conditional VAE: x from latents and a label, so that samples of one class can be drawn',
  takes: ['inputs', 'networkInput'],
  declare: (sizes) => ({
    ...denseDeclaration({
      observed: sizes.observed,
      latents: sizes.latents ?? [{ name: 'z', size: 8 }],
      hidden: sizes.hidden ?? [512, 256],
    }),
    inputs: [{ name: 'label', shape: [10] }],
    optimizer: { name: 'adam', learningRate: 1e-3 },
  }),
  build: (spec, parts) => composeConditional('cvae', spec, parts),
});

/** Builds the graph of p(z) p(x | z, inputs) and q(z | x, inputs). */
export function composeConditional(
  name: string,
  { observed, inputs = [], latents }: Spec,
  parts: RecipeParts,
): LayersModel {
  const conditions = inputs.map(({ name }) => name);
  return compose(
    {
      name,
      inputs: [
        {
          ...observed,
          likelihood: { given: [...latents.map(({ name }) => name), ...conditions], network: 'generative' },
        },
        ...inputs.map(({ name, shape, missing, padded, networkInput }) => ({
          ...{ name, shape, missing, padded, networkInput },
        })),
      ],
      latents: latents.map(({ name, size }) => ({
        name,
        size,
        posterior: { given: [observed.name, ...conditions], network: 'recognition' },
      })),
    },
    parts,
  );
}
