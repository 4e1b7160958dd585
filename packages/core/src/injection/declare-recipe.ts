import type { layers } from '@tensorflow/tfjs-layers';

import type { SpecDeclaration } from '../spec/schema.js';
import { sizeOf } from '../training/dataset.js';
import type { Recipe, RecipeDeclaration, RecipeSizes } from './recipe.js';

/**
 * Returns the default spec of a recipe for examples of a shape, without the schema's defaults. A
 * recipe without `declare` gets `denseDeclaration`.
 *
 * @example
 * ```ts
 * import { declareRecipe, defineRecipe } from '@helmholtz/core';
 * import { recipeParts } from '@helmholtz/recipes';
 *
 * const vae = recipeParts.recipes.find(({ name }) => name === 'vae')!;
 * const mine = defineRecipe({ name: 'mine', description: 'a copy of vae', build: vae.build });
 * const spec = declareRecipe(mine, { observed: { name: 'x', shape: [2, 2, 1] }, hidden: [16] });
 * console.log(spec.recipe, spec.observed, spec.networks?.recognition);
 * // mine { name: 'x', shape: [ 4 ] } [ { layer: 'dense', units: 16, activation: 'relu' } ]
 * ```
 */
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

/**
 * Returns a declaration with examples as vectors, one hidden layer of 256 units in each direction
 * and two latent dimensions. The learning rate suits small data sets. `sizes` replaces these
 * defaults.
 *
 * @example
 * ```ts
 * import { denseDeclaration } from '@helmholtz/core';
 *
 * const { latents, optimizer } = denseDeclaration({ observed: { name: 'x', shape: [784] } });
 * console.log(latents, optimizer);
 * // [ { name: 'z', size: 2 } ] { name: 'adam', learningRate: 0.003 }
 * ```
 */
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

/**
 * Returns dense layers for a spec, one per number of units. The activation is `relu` by default.
 *
 * @example
 * ```ts
 * import { denseLayers } from '@helmholtz/core';
 *
 * console.log(denseLayers([512, 256], 'tanh').map(({ units, activation }) => [units, activation]));
 * // [ [ 512, 'tanh' ], [ 256, 'tanh' ] ]
 * ```
 */
export function denseLayers(
  hidden: readonly number[],
  activation: Activation = 'relu',
): { layer: 'dense'; units: number; activation: Activation }[] {
  return hidden.map((units) => ({ layer: 'dense', units, activation }));
}

/**
 * Returns the observed variable with its examples flattened to vectors.
 *
 * @example
 * ```ts
 * import { flat } from '@helmholtz/core';
 *
 * console.log(flat({ name: 'x', shape: [28, 28, 1] })); // { name: 'x', shape: [ 784 ] }
 * ```
 */
export function flat({ name, shape }: RecipeSizes['observed']): { name: string; shape: number[] } {
  return { name, shape: [sizeOf(shape)] };
}
