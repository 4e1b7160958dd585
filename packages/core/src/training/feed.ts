import { HelmholtzError } from '../errors.js';
import type { LatentVariableModel } from '../graph/model.js';
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

/**
 * Finds the variable for each data input of a model: the only one by position, of several each by its name; the
 * classes of the examples, one-hot, for an input named `label` beside one other. Variables that the model has no input for
 * are left out.
 *
 * @throws HelmholtzError (`data`) where one is missing.
 */
export function feedOf({ inputs }: Pick<LatentVariableModel, 'inputs'>, dataset: Dataset): Feed {
  const { name, size, chunk } = dataset;
  if (!('variables' in dataset)) {
    if (inputs.length === 1)
      return { name, size, chunk, variables: [{ name: undefined, variable: dataset }] };
    return { name, size, chunk, variables: withLabels(inputs, dataset) };
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

/** The name of the input that is fed with the classes of examples. */
export const LABEL = 'label';

/** An array and its classes, one-hot: the array for the one other input, the classes for the input `label`. */
function withLabels(inputs: LatentVariableModel['inputs'], dataset: SingleDataset): FedVariable[] {
  const label = inputs.find(({ name }) => name === LABEL);
  if (inputs.length !== 2 || !label || !dataset.labels) {
    throw new HelmholtzError(
      'data',
      `${dataset.name} gives one array, but the model's data inputs are: ${list(inputs)}.`,
      {
        hint: `Give each input a variable of its name: { name, size, variables: { x: { shape, read }, ... } }. ${dataset.labels ? 'An input named "label" is fed with the classes.' : 'It has no classes for an input named "label".'}`,
      },
    );
  }
  const classes = oneHot(dataset.name, dataset.labels, label.shape);
  return inputs.map((input) => ({ name: input.name, variable: input === label ? classes : dataset }));
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
