import { HelmholtzError } from '@helmholtz/base';
import { isGlobal, type LatentVariableModel } from '@helmholtz/core';

/** Returns why examples have no codes in the latents of a model; undefined for a model with codes. */
export function codesProblem({ latents }: LatentVariableModel): string | undefined {
  const [first] = latents;
  if (!first || !latents.every(isGlobal)) return undefined;
  return `The latent "${first.name}" is one for all examples: none has a code of its own, and none is drawn from it.`;
}

/** @throws HelmholtzError (`usage`) for a model whose examples have no codes. */
export function requireCodes(model: LatentVariableModel, consequence: string): void {
  const problem = codesProblem(model);
  if (problem === undefined) return;
  throw new HelmholtzError('usage', `${consequence} ${problem}`, {
    hint: 'Evaluate the model to see what it predicts, and how sure it is.',
  });
}
