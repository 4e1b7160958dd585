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

/** What a hierarchy of stochastic layers is, either way. */
export interface Layered {
  /** What each posterior is given: the latent below it, x, or features of x and the latent above it. */
  readonly recognition: 'bottomUp' | 'factorized' | 'topDown';
  /** Whether a latent decides the prior of the one below it, or is added to what comes from above. */
  readonly generative: 'conditional' | 'additive';
  /** Of a latent that another one decides. */
  readonly prior: ConditionalPriorOf;
}

/** The graph of a hierarchy of the latents z1, ..., zL of a spec, from x up, with any network between two of them. */
export function composeLayered(name: string, spec: Spec, parts: RecipeParts, layered: Layered): LayersModel {
  const { observed, latents } = spec;
  // A posterior that weighs its prior in depends on the latent above by that.
  const aboveByPrior = (latent: string): boolean =>
    layered.generative === 'conditional' && parts.posteriorOf(latent).weighsPrior === true;
  const layers = latents.map((latent, index) =>
    layerOf(spec, { ...layered, aboveByPrior: aboveByPrior(latent.name) }, latent, index),
  );
  const bottom = layered.generative === 'additive' ? stateOf(latents[0]!.name) : latents[0]!.name;
  const likelihood = { given: [bottom], network: generativeOf(observed.name) };
  return compose(
    {
      name,
      inputs: [{ name: observed.name, shape: observed.shape, likelihood }],
      latents: layers.map(({ latent }) => latent),
      features: layers.flatMap(({ features }) => features),
    },
    parts,
  );
}

/**
 * Its networks, named after what they lead to: `recognition_z1`, to features of the posterior of z1; `generative_z1`, from
 * z2; and `generative_x`.
 */
export function layeredNetworks({ latents, observed }: Spec): readonly NetworkOfVariable[] {
  return [
    ...latents.map(({ name }) => recognitionOf(name)),
    ...latents.slice(0, -1).map(({ name }) => generativeOf(name)),
    generativeOf(observed.name),
  ];
}

/** The declaration of a hierarchy whose networks are alike in either direction. */
export function declareLayered(
  { latents, observed }: Required<Pick<RecipeSizes, 'latents' | 'observed'>>,
  recognition: LayerSpec[],
  generative: LayerSpec[],
): RecipeDeclaration {
  const x = flat(observed);
  const [units] = x.shape;
  // Hidden units may be as many as x has elements; they are no parameters of its likelihood even so.
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

/** The features that the posterior of a latent is made of, where those of the next are made of them. */
const featuresOf = (latent: string): string => `${latent}_features`;
/** h of the additive form: what comes from above, and the latent. */
const stateOf = (latent: string): string => `${latent}_state`;
const fromAbove = (latent: string): string => `${latent}_from_above`;

/** A stochastic layer: its latent, and the features that stand beside it. */
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
    above === undefined ? undefined : { given: [above], network: generativeOf(name), of: prior };
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
