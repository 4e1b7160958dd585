import { HelmholtzError } from '@helmholtz/base';
import { isGlobal, type LatentVariableModel } from '@helmholtz/core';

/**
 * Returns why examples have no codes in the latents of a model; undefined for a model with codes.
 */
export function codesProblem({ latents }: LatentVariableModel): string | undefined {
  const [first] = latents;
  if (!first || !latents.every(isGlobal)) return undefined;
  return `All examples share the latent "${first.name}", so an example has no code.`;
}

/** @throws HelmholtzError (`usage`) for a model whose examples have no codes. */
export function requireCodes(model: LatentVariableModel, consequence: string): void {
  const problem = codesProblem(model);
  if (problem === undefined) return;
  throw new HelmholtzError('usage', `${consequence} ${problem}`, {
    hint: 'Evaluate the model to see its predictions and their uncertainty.',
  });
}
