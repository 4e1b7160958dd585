import { denseLayers, flat, type Recipe, type RecipeDeclaration, type Spec } from '@helmholtz/core';

import { compose } from './composition/compose.js';
import { type Composition, type ConditionalPrior, normalPrior } from './composition/composition.js';
import { generativeOf, recognitionOf } from './composition/names.js';

declare module '@helmholtz/core' {
  interface RecipeNames {
    composed: true;
  }
}

/**
 * A model that its spec composes: each latent says what its posterior and its prior are computed from, each observed
 * variable what its likelihood is, and data that say nothing are conditioned on. Networks have the names that the spec
 * gives, or are named after what they lead to: `recognition_z`, `generative_z`, `generative_x`.
 */
export const composed: Recipe = {
  name: 'composed',
  description: 'any latents and observed variables, each computed from what the spec says',
  takes: ['inputs', 'sources'],
  networks: (spec) => networksOf(compositionOf(spec)),
  declare({ observed, latents = [{ name: 'z', size: 2 }], hidden = [256] }) {
    const given = latents.map(({ name }) => name);
    return {
      observed: { ...flat(observed), given },
      latents: latents.map((latent) => ({ ...latent, posterior: { given: [observed.name] } })),
      networks: Object.fromEntries([
        ...given.map((name) => [recognitionOf(name), denseLayers(hidden)]),
        [generativeOf(observed.name), denseLayers(hidden.toReversed())],
      ]) as RecipeDeclaration['networks'],
      optimizer: { name: 'adam', learningRate: 3e-3 },
    };
  },
  build: (spec, parts) => compose(compositionOf(spec), parts),
};

/** Its variables as the spec declares them, with the names of their networks filled in. */
function compositionOf({ observed, inputs = [], latents, features }: Spec): Composition {
  return {
    name: 'composed',
    inputs: [observed, ...inputs].map(({ name, shape, given, network = generativeOf(name) }) => ({
      name,
      shape,
      likelihood: given && { given, network },
    })),
    latents: latents.map(({ name, size, posterior, prior }) => {
      const { given = [observed.name], network = recognitionOf(name) } = posterior ?? {};
      return {
        name,
        size,
        posterior: { given, network },
        prior: prior && priorOf(name, prior),
      };
    }),
    features,
  };
}

function priorOf(
  name: string,
  { given, network = generativeOf(name), scale }: NonNullable<Spec['latents'][number]['prior']>,
): ConditionalPrior {
  return { given, network, of: normalPrior(scale) };
}

function networksOf({ inputs, latents, features = [] }: Composition): string[] {
  const sources = [
    ...latents.flatMap(({ posterior, prior }) => [posterior, prior]),
    ...inputs.map(({ likelihood }) => likelihood),
    ...features,
  ];
  return [...new Set(sources.flatMap((source) => source?.network ?? []))];
}
