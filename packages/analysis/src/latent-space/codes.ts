import { isGlobal, type LatentVariableModel } from '@helmholtz/core';

/** Why examples have no codes in the latents of a model, nor pictures that are made of these; undefined where they have. */
export function codesProblem({ latents }: LatentVariableModel): string | undefined {
  const [first] = latents;
  if (!first || !latents.every(isGlobal)) return undefined;
  return `The latent "${first.name}" is one for all examples: none has a code of its own, and none is drawn from it.`;
}
