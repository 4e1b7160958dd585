import { itemAt } from '@helmholtz/base';
import {
  arrayInput,
  conditionsOf,
  exposuresOf,
  type InputVariable,
  LABEL,
  type LatentVariableModel,
  sizeOf,
} from '@helmholtz/core';
import { type Dataset, type FittedArray, type FittedColumn, invertFitted } from '@helmholtz/datasets';

import { type Cell, numberOf, wrong } from './given-value.js';
import { classIndex } from './class-index.js';

/** A data input that a model is only conditioned on, with what its values mean. */
export interface ConditionInput {
  readonly name: string;
  readonly shape: readonly number[];
  /** Name in the data, such as that of the column of the class. */
  readonly column: string;
  /** `numbers` are values of the data; a `class` is one-hot, or 0 or 1 in one element. */
  readonly kind: 'class' | 'exposure' | 'offset' | 'numbers';
  /** Number of classes. */
  readonly classes: number;
  readonly classNames?: readonly string[] | undefined;
  /** Classes that no training row has. */
  readonly unseen?: readonly string[] | undefined;
  /** Most decimals of a column of numbers. */
  readonly decimals?: number | undefined;
  /** What was fitted to the values of the training data. */
  readonly fitted?: FittedArray | undefined;
}

/** Returns the conditions of a model with what is known of them from its data. */
export function conditionInputs(model: LatentVariableModel, data: Dataset): readonly ConditionInput[] {
  const exposures = exposuresOf(model);
  return conditionsOf(model).map((input) => conditionInput(input, exposures.get(input.name)?.[0], data));
}

/**
 * Returns the modalities of a model: observed variables that experts read, so that examples may be
 * given without the others.
 */
export function modalityInputs(model: LatentVariableModel, data: Dataset): readonly ConditionInput[] {
  const names = new Set(model.latents.flatMap(({ divergence }) => divergence?.modalities ?? []));
  const { fitted } = data;
  return model.inputs
    .filter(({ name }) => names.has(name))
    .map((input) => {
      const own = conditionInput(input, undefined, data);
      const isArray = arrayInput(model, data) === input && fitted?.form === 'array';
      return isArray ? { ...own, fitted } : own;
    });
}

function conditionInput(
  { name, shape }: InputVariable,
  exposure: { readonly logarithm: boolean } | undefined,
  { fitted, classNames, others = {} }: Dataset,
): ConditionInput {
  const column = fitted?.form === 'table' ? fitted.conditions?.find((each) => each.name === name) : undefined;
  if (column) return columnInput(column, shape);
  const isClass = name === LABEL && !Object.hasOwn(others, LABEL) && exposure === undefined;
  const own = fitted?.form === 'array' ? fitted.others?.[name] : undefined;
  return {
    name,
    shape,
    column: isClass && fitted?.form === 'table' ? (fitted.label?.name ?? name) : name,
    kind: isClass ? 'class' : !exposure ? 'numbers' : exposure.logarithm ? 'offset' : 'exposure',
    // A single element is 0 or 1.
    classes: Math.max(sizeOf(shape), 2),
    classNames: isClass ? classNames : undefined,
    unseen: isClass && fitted?.form === 'table' ? fitted.label?.unseen : undefined,
    fitted: own,
  };
}

/** A column of a table that the model is conditioned on. */
function columnInput(column: FittedColumn, shape: readonly number[]): ConditionInput {
  const { name } = column;
  const common = { name, shape, column: name, classes: Math.max(sizeOf(shape), 2) };
  if (column.kind === 'categorical') return { ...common, kind: 'class', classNames: column.categories };
  if (column.kind === 'binary') return { ...common, kind: 'class', classNames: column.words };
  if (column.kind !== 'real') return { ...common, kind: 'numbers' };
  const { center, scale, summary, decimals, standardize: method } = column;
  const standardize = { method, by: 'whole' } as const;
  const fitted = {
    form: 'array',
    examples: 0,
    shape,
    standardize,
    center: [center],
    scale: [scale],
    summary,
  } as const;
  return { ...common, kind: 'numbers', decimals, fitted };
}

/** Whether one value of a condition is a vector. */
export function isVector({ kind, shape }: ConditionInput): boolean {
  return kind !== 'class' && sizeOf(shape) > 1;
}

/**
 * Returns the elements of one value in the units of the data; of a class its number.
 *
 * @throws HelmholtzError (`usage`) for a value that the input cannot have.
 */
export function elementsOf(input: ConditionInput, cell: Cell): Float32Array {
  const { name, kind, shape } = input;
  if (kind === 'class') return Float32Array.of(classIndex(input, cell));
  const numbers =
    typeof cell === 'string' ? [numberOf(cell, name)] : typeof cell === 'number' ? [cell] : cell;
  const size = sizeOf(shape);
  if (numbers.length !== size) {
    const such = Array.from({ length: Math.min(size, 4) }, () => '0.5').join(',');
    const hint =
      size === 1
        ? 'It takes one number. Separate several values by commas: 0.1,0.5.'
        : `It takes ${size} numbers, such as ${such}${size > 4 ? ',...' : ''}; or a file: @values.npy`;
    throw wrong(name, `${numbers.length} ${numbers.length === 1 ? 'number' : 'numbers'}`, hint);
  }
  const bad = numbers.find((value) => !Number.isFinite(Math.fround(value)));
  if (bad !== undefined) throw wrong(name, `${bad}`, 'Give finite numbers.');
  const notPositive = kind === 'exposure' ? numbers.find((value) => Math.fround(value) <= 0) : undefined;
  if (notPositive !== undefined) throw wrong(name, `${notPositive}`, 'An exposure is a positive number.');
  return Float32Array.from(numbers);
}

/** Returns values in the units of the data as the model reads them. */
export function encoded({ kind, shape, fitted }: ConditionInput, values: Float32Array): Float32Array {
  const size = sizeOf(shape);
  if (kind === 'class') {
    if (size === 1) return values;
    const rows = new Float32Array(values.length * size);
    values.forEach((value, row) => (rows[row * size + value] = 1));
    return rows;
  }
  const { center, scale } = fitted ?? {};
  if (!center || !scale) return values;
  return values.map(
    (value, at) => (value - itemAt(center, at % center.length)) / itemAt(scale, at % scale.length),
  );
}

/** Returns values that a model reads in the units of the data: the inverse of `encoded`. */
export function decodedValues(
  { kind, shape, fitted, decimals }: ConditionInput,
  values: Float32Array,
): Float32Array {
  const size = sizeOf(shape);
  if (kind === 'class') {
    if (size === 1) return values;
    return Float32Array.from({ length: values.length / size }, (_, row) =>
      values.subarray(row * size, (row + 1) * size).indexOf(1),
    );
  }
  if (!fitted) return values;
  const inverted = invertFitted(fitted, values);
  const numbers = 'values' in inverted ? inverted.values : values;
  // Standardized numbers are float32: 1 comes back as 0.9999999.
  return decimals === undefined ? numbers : numbers.map((value) => Number(value.toFixed(decimals)));
}

/** Returns why values are far from the training data, as one line; undefined if they are not. */
export function farLine(input: ConditionInput, values: Float32Array): string | undefined {
  const { name, kind, shape, fitted } = input;
  if (kind === 'class') return unseenLine(input, values);
  if (!fitted) return undefined;
  const { summary, elements } = fitted;
  const size = sizeOf(shape);
  // A range says more than a deviation, but is known of all elements together only.
  const [least, most] = [summary.minimum - summary.deviation, summary.maximum + summary.deviation];
  const isFar = (value: number, at: number): boolean => {
    if (size === 1 || !elements) return value < least || value > most;
    const deviation = itemAt(elements.deviations, at % size);
    return Math.abs(value - itemAt(elements.means, at % size)) > FAR * deviation;
  };
  const far = values.findIndex(isFar);
  if (far < 0) return undefined;
  const short = (value: number): string => `${Number(value.toPrecision(4))}`;
  const which = size === 1 ? '' : ` at element ${far % size}`;
  return (
    `The input "${name}" was given ${short(values[far]!)}${which}, far from the training data ` +
    `(${short(summary.minimum)} to ${short(summary.maximum)}). Check that the units are the same.`
  );
}

/** Classes that were declared, and that the model has not seen. */
function unseenLine(
  { column, classNames = [], unseen = [] }: ConditionInput,
  values: Float32Array,
): string | undefined {
  const given = new Set(Array.from(values, (value) => classNames[value]));
  const named = unseen.filter((each) => given.has(each)).map((each) => `"${each}"`);
  if (named.length === 0) return undefined;
  return `No training row has the ${column} ${named.join(' or ')}: the model has not learned it.`;
}

/** Deviations from the mean of an element. */
const FAR = 5;
