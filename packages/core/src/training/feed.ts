import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { InputVariable } from '../graph/variables.js';
import { TOTAL, totalOf } from './total.js';
import { type DataVariable, type Dataset, type SingleDataset, sizeOf } from './dataset.js';

/** Variable of a data set that feeds an input of a model. */
export interface FedVariable {
  /** Name in a data set with several variables; undefined if it is the only one. */
  readonly name: string | undefined;
  readonly variable: DataVariable;
}

/** Variables of a data set for a model's inputs. */
export interface Feed {
  /** Name of the data set, or of its file. */
  readonly name: string;
  /** Number of examples. */
  readonly size: number;
  /** See `Dataset`. */
  readonly chunk?: number | undefined;
  /** One per data input of the model, in order. */
  readonly variables: readonly FedVariable[];
}

/** Variables of a part of the data for a model's inputs. */
export interface PartFeed extends Omit<Feed, 'variables'> {
  /** One per data input of the model, in order; undefined if the part lacks it. */
  readonly variables: readonly (FedVariable | undefined)[];
}

/** Like `feedOf`, for a part of the data, which may lack variables. */
export function partFeedOf({ inputs }: Pick<LatentVariableModel, 'inputs'>, part: Dataset): PartFeed {
  const { size, chunk } = part;
  const name = fileOf(part);
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
 * Finds the variable for each data input of a model. In a data set of named variables, each input
 * takes the variable of its name. Otherwise, named further variables feed the inputs of their
 * names. The array feeds the remaining input. The classes of the examples feed a remaining input
 * `label` as one-hot vectors. A remaining input `total` is fed with the sum of the array. Variables
 * without an input are ignored.
 *
 * @throws HelmholtzError (`data`) if a variable is missing.
 */
export function feedOf({ inputs }: Pick<LatentVariableModel, 'inputs'>, dataset: Dataset): Feed {
  const { size, chunk } = dataset;
  const name = fileOf(dataset);
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

/** Name of a data set in errors. */
const fileOf = ({ file, name }: Dataset): string => file ?? name;

/** Name of the input that receives the classes of examples. */
export const LABEL = 'label';

/**
 * Returns the data input that the array of a data set feeds; undefined for a data set of named
 * variables.
 *
 * @example
 * ```ts
 * import { arrayInput } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1]] });
 * console.log(arrayInput(buildModel(defaultSpec('vae', [4])), data)?.name); // x
 * ```
 */
export function arrayInput(
  { inputs }: Pick<LatentVariableModel, 'inputs'>,
  dataset: Dataset,
): InputVariable | undefined {
  if ('variables' in dataset) return undefined;
  const left = unnamed(inputs, dataset);
  return left.find(({ name }) => name !== LABEL && name !== TOTAL) ?? left[0];
}

/**
 * The array feeds one input, named variables the inputs of their names, and the classes a remaining
 * input `label`.
 */
function variablesOf(inputs: LatentVariableModel['inputs'], dataset: SingleDataset): FedVariable[] {
  const fed = arrayInput({ inputs }, dataset);
  const missing = unnamed(inputs, dataset).filter(
    (input) => input !== fed && input.name !== TOTAL && !(input.name === LABEL && dataset.labels),
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
  const { labels } = dataset;
  const name = fileOf(dataset);
  const own = named(dataset, input);
  if (own) return { name: input.name, variable: own };
  if (input.name === TOTAL) return { name: TOTAL, variable: totalOf(dataset) };
  if (input.name !== LABEL || !labels) return undefined;
  return { name: input.name, variable: oneHot(name, labels, input.shape) };
}

function named({ others = {} }: SingleDataset, { name }: InputVariable): DataVariable | undefined {
  return Object.hasOwn(others, name) ? others[name] : undefined;
}

function unnamed(inputs: LatentVariableModel['inputs'], dataset: SingleDataset): readonly InputVariable[] {
  return inputs.filter((input) => !named(dataset, input));
}

function notFed(inputs: LatentVariableModel['inputs'], dataset: SingleDataset): HelmholtzError {
  const { labels, others = {} } = dataset;
  const name = fileOf(dataset);
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

/** Number of an example without a class. */
const UNLABELLED = -1;

/** Classes of examples as one-hot vectors; zeros alone for an example without a class. */
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
      for (let row = 0; row < indices.length; row++) {
        const label = labels[indices[row]!]!;
        if (label !== UNLABELLED) out[row * count + label] = 1;
      }
    },
  };
}

/** Two classes of examples as one number, the class itself; NaN for an example without a class. */
function zeroOrOne(name: string, labels: ArrayLike<number>, shape: readonly number[]): DataVariable {
  const other = Array.from(labels).find((label) => label !== 0 && label !== 1 && label !== UNLABELLED);
  if (other !== undefined) {
    throw new HelmholtzError(
      'data',
      `${name} has the class ${other}, and the input "${LABEL}" one element.`,
      {
        hint: 'One element holds the classes 0 and 1. More classes need one element each.',
      },
    );
  }
  return {
    shape,
    fixed: true,
    read: (indices, out) => void out.set(Array.from(indices, (index) => known(labels[index]!))),
  };
}

const known = (label: number): number => (label === UNLABELLED ? NaN : label);

function list(inputs: readonly { readonly name: string }[]): string {
  return inputs.map(({ name }) => name).join(', ') || 'none';
}
