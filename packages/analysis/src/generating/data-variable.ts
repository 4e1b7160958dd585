import { HelmholtzError, entryOf } from '@helmholtz/base';
import { arrayInput, type Examples, type LatentVariableModel, type NamedExamples } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

/**
 * The name of the observed variable that the examples of a data set are of, as images or rows of a
 * table: not that of their classes, nor of an array beside them.
 *
 * @throws HelmholtzError (`usage`) where the model generates no such examples.
 */
export function dataVariable(model: LatentVariableModel, dataset: Dataset): string {
  const problem = dataVariableProblem(model, dataset);
  if (problem === undefined) return arrayInput(model, dataset)!.name;
  throw new HelmholtzError('usage', problem, {
    hint: `It generates ${model.observed.map(({ name }) => name).join(', ')}; embed and evaluate take any model.`,
  });
}

/** Explains why a model can't generate examples of a data set; undefined if it can. */
export function dataVariableProblem(model: LatentVariableModel, dataset: Dataset): string | undefined {
  const input = arrayInput(model, dataset);
  if (input && model.observed.some((variable) => variable.input === input)) return undefined;
  return `The model is only conditioned on ${input ? `"${input.name}", ` : ''}the examples of ${dataset.name}, and generates none.`;
}

/** Returns the decoded values of that variable. */
export function decodedData(model: LatentVariableModel, dataset: Dataset, decoded: NamedExamples): Examples {
  return entryOf(decoded, dataVariable(model, dataset));
}
