import { HelmholtzError } from '@helmholtz/base';
import {
  defineRecipe,
  denseLayers,
  type ExpertSource,
  flat,
  type LatentSource,
  type RecipeDeclaration,
  sourceOf,
  type Spec,
} from '@helmholtz/core';

import { compose } from './composition/compose.js';
import type {
  ComposedExpert,
  ComposedLatent,
  ComposedPosterior,
  Composition,
} from './composition/composition.js';
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
    latents: latents.map(({ name, size, posterior, prior }, index) => ({
      name,
      size,
      posterior: posteriorOf(name, sourceOf(posterior), { observed: observed.name, index }),
      prior: priorOf(name, sourceOf(prior), index),
    })),
    features,
  };
}

function posteriorOf(
  name: string,
  { given, network, experts }: LatentSource,
  { observed, index }: { readonly observed: string; readonly index: number },
): ComposedPosterior {
  if (!experts) return { given: given ?? [observed], network: network ?? recognitionOf(name) };
  const beside = given ? 'given' : network === undefined ? undefined : 'network';
  if (beside !== undefined) throw besideExperts(`latents.${index}.posterior.${beside}`);
  const composed = experts.map((expert): ComposedExpert => {
    const source: ExpertSource = typeof expert === 'string' ? { given: [expert] } : expert;
    const expertName = source.given.join('_');
    const { network: own = recognitionOf(`${name}_${expertName}`) } = source;
    return { name: expertName, given: source.given, network: own };
  });
  return { given: [...new Set(composed.flatMap((expert) => expert.given))], experts: composed };
}

function besideExperts(path: string): HelmholtzError {
  return new HelmholtzError('usage', `the spec at ${path}: the posterior has experts, too.`, {
    hint: 'Each expert has its own variables and network: experts: [{ given: [x], network: recognition_x }].',
  });
}

function priorOf(
  name: string,
  { given, network = generativeOf(name), experts }: LatentSource,
  index: number,
): ComposedLatent['prior'] {
  if (experts) {
    throw new HelmholtzError('usage', `the spec at latents.${index}.prior.experts: a prior has no experts.`, {
      hint: 'List the experts in the posterior of the latent.',
    });
  }
  return given && { given, network };
}

function networksOf({ inputs, latents, features = [] }: Composition): string[] {
  const sources = [
    ...latents.flatMap(({ posterior, prior }) => [...(posterior.experts ?? [posterior]), prior]),
    ...inputs.map(({ likelihood }) => likelihood),
    ...features,
  ];
  return [...new Set(sources.flatMap((source) => source?.network ?? []))];
}
