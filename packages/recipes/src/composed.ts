import {
  defineRecipe,
  denseLayers,
  flat,
  type LatentSource,
  type RecipeDeclaration,
  sourceOf,
  type Spec,
} from '@helmholtz/core';

import { compose } from './composition/compose.js';
import type { ComposedLatent, Composition } from './composition/composition.js';
import { generativeOf, recognitionOf } from './composition/names.js';

/**
 * Model that its spec composes: the inputs of each posterior, prior and likelihood. Data without a
 * likelihood are conditions. Networks have the names in the spec, or are named after their outputs:
 * `recognition_z`, `generative_z`, `generative_x`.
 */
export const composed = defineRecipe({
  name: 'composed',
  description: 'any latents and observed variables, each with the inputs that the spec declares',
  takes: ['inputs', 'sources', 'networkInput'],
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
});

/** Returns the variables of a spec, with default names of networks. */
function compositionOf({ observed, inputs = [], latents, features }: Spec): Composition {
  return {
    name: 'composed',
    inputs: [observed, ...inputs].map(
      ({ name, shape, given, missing, padded, networkInput, network = generativeOf(name) }) => ({
        name,
        shape,
        missing,
        padded,
        networkInput,
        likelihood: given && { given, network },
      }),
    ),
    latents: latents.map(({ name, size, posterior, prior }) => {
      const { given = [observed.name], network = recognitionOf(name) } = sourceOf(posterior);
      return { name, size, posterior: { given, network }, prior: priorOf(name, sourceOf(prior)) };
    }),
    features,
  };
}

function priorOf(
  name: string,
  { given, network = generativeOf(name) }: LatentSource,
): ComposedLatent['prior'] {
  return given && { given, network };
}

function networksOf({ inputs, latents, features = [] }: Composition): string[] {
  const sources = [
    ...latents.flatMap(({ posterior, prior }) => [posterior, prior]),
    ...inputs.map(({ likelihood }) => likelihood),
    ...features,
  ];
  return [...new Set(sources.flatMap((source) => source?.network ?? []))];
}
