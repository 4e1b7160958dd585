import { denseDeclaration, type RecipeDeclaration, type RecipeSizes } from '@helmholtz/core';

/** Returns dense networks, with eight latent dimensions by default. */
export function eightDimensions({
  latents = [{ name: 'z', size: 8 }],
  ...sizes
}: RecipeSizes): RecipeDeclaration {
  return denseDeclaration({ ...sizes, latents });
}

/** Makes the parameters of p(x | z) linear in z: the generative network has no hidden layers. */
export function linearInLatents(declared: RecipeDeclaration): RecipeDeclaration {
  return { ...declared, networks: { ...declared.networks, generative: [] } };
}
