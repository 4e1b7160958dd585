import { HelmholtzError } from '@helmholtz/base';
import { codeProblem, isGlobal, type LatentVariableModel } from '@helmholtz/core';

/**
 * Returns why examples have no codes in the latents of a model; undefined for a model with codes.
 */
export function codesProblem(model: LatentVariableModel): string | undefined {
  return globalProblem(model) ?? codeProblem(model);
}

/** Returns why a model has no latents of examples; undefined for a model that has them. */
function globalProblem({ latents }: LatentVariableModel): string | undefined {
  const [first] = latents;
  if (!first || !latents.every(isGlobal)) return undefined;
  return `All examples share the latent "${first.name}", so an example has no code.`;
}

/** @throws HelmholtzError (`usage`) for a model whose examples have no codes. */
export function requireCodes(model: LatentVariableModel, consequence: string): void {
  refuse(codesProblem(model), consequence);
}

/** @throws HelmholtzError (`usage`) for a model whose latents are all shared by all examples. */
export function requireLatents(model: LatentVariableModel, consequence: string): void {
  refuse(globalProblem(model), consequence);
}

function refuse(problem: string | undefined, consequence: string): void {
  if (problem === undefined) return;
  throw new HelmholtzError('usage', `${consequence} ${problem}`, {
    hint: 'Evaluate the model to see its predictions and their uncertainty.',
  });
}
