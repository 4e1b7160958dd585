import { denseDeclaration, type RecipeDeclaration, type RecipeSizes } from '@helmholtz/core';

/** Dense networks and eight latent dimensions, unless others are given. */
export function eightDimensions({
  latents = [{ name: 'z', size: 8 }],
  ...sizes
}: RecipeSizes): RecipeDeclaration {
  return denseDeclaration({ ...sizes, latents });
}

/** The same, but the parameters of p(x given z) are linear in z: the generative network has no layers of its own. */
export function linearInLatents(declared: RecipeDeclaration): RecipeDeclaration {
  return { ...declared, networks: { ...declared.networks, generative: [] } };
}
