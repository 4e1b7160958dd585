import type { Tensor } from '@tensorflow/tfjs-core';

import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import { type Examples, type NamedExamples, rows } from './examples.js';

/** Returns one tensor for each data input of the model. */
export function inputRows(
  model: LatentVariableModel,
  inputs: Examples | NamedExamples,
  start: number,
  end: number,
): Tensor[] {
  return model.inputs.map(({ name, shape }) => {
    const examples = examplesOf(model, inputs, name);
    return rows({ ...examples, shape }, start, end);
  });
}

/** Returns the number of examples. */
export function countOf(examples: Examples | NamedExamples): number {
  return isNamed(examples) ? ([...examples.values()][0]?.count ?? 0) : examples.count;
}

function isNamed(examples: Examples | NamedExamples): examples is NamedExamples {
  return !('shape' in examples);
}

function examplesOf(
  { inputs }: LatentVariableModel,
  examples: Examples | NamedExamples,
  name: string,
): Examples {
  const examplesByName = isNamed(examples)
    ? examples
    : inputs.length === 1
      ? new Map([[name, examples]])
      : undefined;
  const inputExamples = examplesByName?.get(name);
  if (inputExamples) return inputExamples;
  throw new HelmholtzError('data', `The model's data input "${name}" was given no examples.`, {
    hint: `Pass the examples by name: ${inputs.map((input) => input.name).join(', ')}.`,
  });
}
