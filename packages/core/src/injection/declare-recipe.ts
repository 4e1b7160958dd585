import type { layers } from '@tensorflow/tfjs-layers';

import type { SpecDeclaration } from '../spec/schema.js';
import type { Recipe, RecipeDeclaration, RecipeSizes } from './recipe.js';

/** What the name of a recipe declares: as it says itself, or dense networks for one that says nothing. */
export function declareRecipe(
  { name, declare = denseDeclaration }: Recipe,
  sizes: RecipeSizes,
): SpecDeclaration {
  const { likelihood } = sizes;
  return {
    recipe: name,
    ...declare(sizes),
    ...(likelihood === undefined ? {} : { likelihood }),
  };
}

/** Vectors through one hidden layer each way and two latent dimensions, at a rate that suits small data sets. */
export function denseDeclaration({
  latents = [{ name: 'z', size: 2 }],
  hidden = [256],
  observed,
}: RecipeSizes): RecipeDeclaration {
  return {
    observed: flat(observed),
    latents: [...latents],
    networks: { recognition: denseLayers(hidden), generative: denseLayers(hidden.toReversed()) },
    optimizer: { name: 'adam', learningRate: 3e-3 },
  };
}

type Activation = NonNullable<Parameters<typeof layers.dense>[0]['activation']>;

/** Dense layers of so many units each. */
export function denseLayers(
  hidden: readonly number[],
  activation: Activation = 'relu',
): { layer: 'dense'; units: number; activation: Activation }[] {
  return hidden.map((units) => ({ layer: 'dense', units, activation }));
}

/** The same examples as vectors. */
export function flat({ name, shape }: RecipeSizes['observed']): { name: string; shape: number[] } {
  return { name, shape: [shape.reduce((product, length) => product * length, 1)] };
}
