import { itemAt } from '@helmholtz/base';
import {
  type ConditionalPriorOf,
  flat,
  type LayerSpec,
  type RecipeDeclaration,
  type RecipeParts,
  type RecipeSizes,
  type Spec,
} from '@helmholtz/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

import { compose } from './compose.js';
import type { ComposedFeatures, ComposedLatent, Source } from './composition.js';
import { generativeOf, type NetworkOfVariable, recognitionOf } from './names.js';

/** Options of a hierarchy of stochastic layers. */
export interface Layered {
  /** Inputs of each posterior: the latent below, x, or features of x and the latent above. */
  readonly recognition: 'bottomUp' | 'factorized' | 'topDown';
  /**
   * Whether a latent parameterizes the prior of the one below, or is added to the state from above.
   */
  readonly generative: 'conditional' | 'additive';
  /** Prior of a latent that depends on the one above. */
  readonly prior: ConditionalPriorOf;
}

/**
 * Builds the graph of a hierarchy of latents z1, ..., zL, from x upwards, with networks in between.
 */
export function composeLayered(name: string, spec: Spec, parts: RecipeParts, layered: Layered): LayersModel {
  const { observed, latents } = spec;
  // A posterior that uses its prior depends on the latent above through it.
  const aboveByPrior = (latent: string): boolean =>
    layered.generative === 'conditional' && parts.posteriorOf(latent).weighsPrior === true;
  const layers = latents.map((latent, index) =>
    layerOf(spec, { ...layered, aboveByPrior: aboveByPrior(latent.name) }, latent, index),
  );
  const bottom =
    layered.generative === 'additive' ? stateOf(itemAt(latents, 0).name) : itemAt(latents, 0).name;
  const likelihood = { given: [bottom], network: generativeOf(observed.name) };
  return compose(
    {
      name,
      inputs: [{ ...observed, likelihood }],
      latents: layers.map(({ latent }) => latent),
      features: layers.flatMap(({ features }) => features),
    },
    parts,
  );
}

/**
 * Lists the networks of a hierarchy, named after their outputs: `recognition_z1` for the posterior
 * of z1, `generative_z1` from z2, and `generative_x`.
 */
export function layeredNetworks({ latents, observed }: Spec): readonly NetworkOfVariable[] {
  return [
    ...latents.map(({ name }) => recognitionOf(name)),
    ...latents.slice(0, -1).map(({ name }) => generativeOf(name)),
    generativeOf(observed.name),
  ];
}

/** Returns the declaration of a hierarchy with equal networks for all layers. */
export function declareLayered(
  { latents, observed }: Required<Pick<RecipeSizes, 'latents' | 'observed'>>,
  recognition: LayerSpec[],
  generative: LayerSpec[],
): RecipeDeclaration {
  const x = flat(observed);
  const [units] = x.shape;
  // A hidden layer of the size of x must not become the parameters of its likelihood.
  const toX =
    generative.at(-1)?.['units'] === units ? [...generative, { layer: 'dense', units }] : generative;
  return {
    observed: x,
    latents: [...latents],
    networks: Object.fromEntries([
      ...latents.map(({ name }) => [recognitionOf(name), recognition]),
      ...latents.slice(0, -1).map(({ name }) => [generativeOf(name), generative]),
      [generativeOf(observed.name), toX],
    ]) as RecipeDeclaration['networks'],
  };
}

/** Name of the features of x for the posterior of a latent, top down. */
const featuresOf = (latent: string): string => `${latent}_features`;
/** Name of the state h in the additive form: the input from above plus the latent. */
const stateOf = (latent: string): string => `${latent}_state`;
const fromAbove = (latent: string): string => `${latent}_from_above`;

/** Returns a stochastic layer: its latent and its features. */
function layerOf(
  { latents, observed }: Spec,
  { recognition, generative, prior, aboveByPrior }: Layered & { readonly aboveByPrior: boolean },
  { name, size }: Spec['latents'][number],
  index: number,
): { readonly latent: ComposedLatent; readonly features: readonly ComposedFeatures[] } {
  const below = latents[index - 1]?.name;
  const above = latents[index + 1]?.name;
  const recognised = {
    bottomUp: below ?? observed.name,
    factorized: observed.name,
    topDown: below === undefined ? observed.name : featuresOf(below),
  }[recognition];
  const source: Source = { given: [recognised], network: recognitionOf(name) };
  const generated =
    above === undefined ? undefined : { given: [above], network: generativeOf(name), part: prior };
  const recognisedFrom = above === undefined || aboveByPrior ? [] : [above];
  const latent = {
    name,
    size,
    posterior: recognition === 'topDown' ? { given: [featuresOf(name), ...recognisedFrom] } : source,
    prior: generative === 'conditional' ? generated : undefined,
  };
  const features = recognition === 'topDown' ? [{ name: featuresOf(name), ...source }] : [];
  return {
    latent,
    features: generative === 'additive' ? [...features, ...statesOf(name, size, above)] : features,
  };
}

function statesOf(name: string, size: number, above: string | undefined): readonly ComposedFeatures[] {
  if (above === undefined) return [{ name: stateOf(name), given: [name], size }];
  return [
    { name: fromAbove(name), given: [stateOf(above)], network: generativeOf(name) },
    { name: stateOf(name), given: [fromAbove(name), name], size },
  ];
}
