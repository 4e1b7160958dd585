import { HelmholtzError } from '../errors.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { DataVariable, Dataset } from './dataset.js';

/** A variable of a data set that feeds an input of a model. */
export interface FedVariable {
  /** Its name in a data set of several; undefined where it is the only one. */
  readonly name: string | undefined;
  readonly variable: DataVariable;
}

/** What a data set feeds to a model. */
export interface Feed {
  /** Of the data set. */
  readonly name: string;
  /** The number of examples. */
  readonly size: number;
  /** As the data set's. */
  readonly chunk?: number | undefined;
  /** One for each data input of the model, in their order. */
  readonly variables: readonly FedVariable[];
}

/**
 * Finds the variable for each data input of a model: the only one by position, of several each by its name. Variables
 * that the model has no input for are left out.
 *
 * @throws HelmholtzError (`data`) where one is missing.
 */
export function feedOf({ inputs }: Pick<LatentVariableModel, 'inputs'>, dataset: Dataset): Feed {
  const { name, size, chunk } = dataset;
  if (!('variables' in dataset)) {
    if (inputs.length === 1)
      return { name, size, chunk, variables: [{ name: undefined, variable: dataset }] };
    throw new HelmholtzError(
      'data',
      `${name} gives one array, but the model's data inputs are: ${list(inputs)}.`,
      {
        hint: 'Give each input a variable of its name: { name, size, variables: { x: { shape, read }, ... } }.',
      },
    );
  }
  const { variables } = dataset;
  const missing = inputs.filter((input) => !Object.hasOwn(variables, input.name));
  if (missing.length > 0) {
    throw new HelmholtzError(
      'data',
      `${name} has no variable for the model's data inputs: ${list(missing)}.`,
      {
        hint: `Its variables are: ${Object.keys(variables).join(', ') || 'none'}. Name them as the inputs are named.`,
      },
    );
  }
  return {
    name,
    size,
    chunk,
    variables: inputs.map((input) => ({ name: input.name, variable: variables[input.name]! })),
  };
}

function list(inputs: readonly { readonly name: string }[]): string {
  return inputs.map(({ name }) => name).join(', ') || 'none';
}
