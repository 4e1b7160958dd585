import { HelmholtzError } from '@helmholtz/base';
import { type LatentVariableModel, readInputs } from '@helmholtz/core';
import { allExamples, type Dataset, type TrainingSet } from '@helmholtz/datasets';

/**
 * Returns the examples of a training set that have values for all inputs of a model, such as the
 * labelled ones. If no part is complete, all examples are returned, and reading them is an error.
 */
export function completeExamples(model: LatentVariableModel, set: TrainingSet): Dataset {
  if (!('parts' in set)) return set;
  const complete = Object.entries(set.parts).filter(([, part]) => isComplete(model, part));
  return allExamples(complete.length === 0 ? set : { ...set, parts: Object.fromEntries(complete) });
}

function isComplete(model: LatentVariableModel, part: Dataset): boolean {
  try {
    readInputs(model, part, [0]);
    return true;
  } catch (error) {
    if (error instanceof HelmholtzError && error.kind === 'data') return false;
    throw error;
  }
}
