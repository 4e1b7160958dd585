import { chooseByName, declareRecipe, parseSpec, type RecipeSizes, type Spec } from '@helmholtz/core';

import { recipes } from './parts.js';

/**
 * Returns the default spec of a recipe for examples of a shape, as `helmholtz train vae` uses it.
 *
 * @param recipe a recipe's name, such as `vae`.
 * @param shape the shape of one example, without the batch axis.
 * @param sizes latents, hidden layers and likelihood; the recipe's own by default.
 * @throws HelmholtzError (`usage`) for an unknown recipe.
 *
 * @example
 * ```ts
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const spec = defaultSpec('vae', [784], { latents: [{ name: 'z', size: 20 }] });
 * console.log(buildModel({ ...spec, likelihood: 'poisson' }).latents[0]?.shape); // [ 20 ]
 * ```
 */
export function defaultSpec(
  recipe: (typeof recipes)[number]['name'],
  shape: readonly number[],
  sizes: Omit<RecipeSizes, 'observed'> = {},
): Spec {
  const declaration = declareRecipe(chooseByName('recipe', recipes, recipe), {
    ...sizes,
    observed: { name: 'x', shape },
  });
  return parseSpec(declaration, `the recipe "${recipe}"`);
}
