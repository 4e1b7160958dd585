import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { InputVariable } from '../graph/variables.js';
import { type DataVariable, type Dataset, type SingleDataset, sizeOf } from './dataset.js';

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

/** What a part of a data set feeds to a model. */
export interface PartFeed extends Omit<Feed, 'variables'> {
  /** One for each data input of the model, in their order; undefined where the part lacks it. */
  readonly variables: readonly (FedVariable | undefined)[];
}

/** Finds the variables of a part of the data as `feedOf` does, those that the part has. */
export function partFeedOf({ inputs }: Pick<LatentVariableModel, 'inputs'>, part: Dataset): PartFeed {
  const { name, size, chunk } = part;
  const variables = inputs.map((input) => {
    if ('variables' in part) {
      const variable = Object.hasOwn(part.variables, input.name) ? part.variables[input.name] : undefined;
      return variable && { name: input.name, variable };
    }
    return variableOf(inputs, part, input);
  });
  return { name, size, chunk, variables };
}

/**
 * Finds the variable for each data input of a model. Where all variables have names, each by its name. Otherwise those that
 * have one by it, the array for the one input that is left, and for an input named `label` beside that the classes of the
 * examples, one-hot. Variables that the model has no input for are left out.
 *
 * @throws HelmholtzError (`data`) where one is missing.
 */
export function feedOf({ inputs }: Pick<LatentVariableModel, 'inputs'>, dataset: Dataset): Feed {
  const { name, size, chunk } = dataset;
  if (!('variables' in dataset)) return { name, size, chunk, variables: variablesOf(inputs, dataset) };
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

/** The name of the input that is fed with the classes of examples. */
export const LABEL = 'label';

/** The data input that the array of a data set itself feeds; undefined where each input has a variable of its name. */
export function arrayInput(
  { inputs }: Pick<LatentVariableModel, 'inputs'>,
  dataset: Dataset,
): InputVariable | undefined {
  if ('variables' in dataset) return undefined;
  const left = unnamed(inputs, dataset);
  return left.find(({ name }) => name !== LABEL) ?? left[0];
}

/** The array for one input, the variables that have names by these, and the classes for an input `label` that is left. */
function variablesOf(inputs: LatentVariableModel['inputs'], dataset: SingleDataset): FedVariable[] {
  const fed = arrayInput({ inputs }, dataset);
  const missing = unnamed(inputs, dataset).filter(
    (input) => input !== fed && !(input.name === LABEL && dataset.labels),
  );
  if (missing.length > 0) throw notFed(inputs, dataset);
  return inputs.flatMap((input) => variableOf(inputs, dataset, input) ?? []);
}

function variableOf(
  inputs: LatentVariableModel['inputs'],
  dataset: SingleDataset,
  input: InputVariable,
): FedVariable | undefined {
  if (input === arrayInput({ inputs }, dataset)) {
    return { name: inputs.length === 1 ? undefined : input.name, variable: dataset };
  }
  const { name, labels } = dataset;
  const own = named(dataset, input);
  if (own) return { name: input.name, variable: own };
  if (input.name !== LABEL || !labels) return undefined;
  return { name: input.name, variable: oneHot(name, labels, input.shape) };
}

function named({ others = {} }: SingleDataset, { name }: InputVariable): DataVariable | undefined {
  return Object.hasOwn(others, name) ? others[name] : undefined;
}

function unnamed(inputs: LatentVariableModel['inputs'], dataset: SingleDataset): readonly InputVariable[] {
  return inputs.filter((input) => !named(dataset, input));
}

function notFed(
  inputs: LatentVariableModel['inputs'],
  { name, labels, others = {} }: SingleDataset,
): HelmholtzError {
  const names = Object.keys(others);
  const gives = names.length === 0 ? 'one array' : `one array beside ${names.join(', ')}`;
  return new HelmholtzError(
    'data',
    `${name} gives ${gives}, but the model's data inputs are: ${list(inputs)}.`,
    {
      hint: `Give each input a variable of its name: files train-<input>.npy and test-<input>.npy for the data set npy; in code { name, size, variables: { x: { shape, read }, ... } }. ${labels ? 'An input named "label" is fed with the classes.' : 'It has no classes for an input named "label".'}`,
    },
  );
}

/** The classes of examples as vectors with a 1 at the class. */
function oneHot(name: string, labels: ArrayLike<number>, shape: readonly number[]): DataVariable {
  const count = sizeOf(shape);
  if (count === 1) return zeroOrOne(name, labels, shape);
  const most = Array.from(labels).reduce((largest, label) => Math.max(largest, label), 0);
  if (most >= count) {
    throw new HelmholtzError(
      'data',
      `${name} has the class ${most}, and the input "${LABEL}" ${count} elements.`,
      {
        hint: `Its shape is one element for each class: [${most + 1}].`,
      },
    );
  }
  return {
    shape,
    fixed: true,
    read(indices, out) {
      out.fill(0);
      for (let row = 0; row < indices.length; row++) out[row * count + labels[indices[row]!]!] = 1;
    },
  };
}

/** The classes of examples where there are two of them: one number, the class itself. */
function zeroOrOne(name: string, labels: ArrayLike<number>, shape: readonly number[]): DataVariable {
  const other = Array.from(labels).find((label) => label !== 0 && label !== 1);
  if (other !== undefined) {
    throw new HelmholtzError(
      'data',
      `${name} has the class ${other}, and the input "${LABEL}" one element.`,
      {
        hint: 'One element takes the classes 0 and 1; of more classes, each takes an element.',
      },
    );
  }
  return {
    shape,
    fixed: true,
    read: (indices, out) => void out.set(Array.from(indices, (index) => labels[index]!)),
  };
}

function list(inputs: readonly { readonly name: string }[]): string {
  return inputs.map(({ name }) => name).join(', ') || 'none';
}
