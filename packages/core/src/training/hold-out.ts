import { HelmholtzError } from '@helmholtz/base';
import { RandomStream, permutation } from '@helmholtz/distributions';
import { type TrainingData, isInParts } from './data-parts.js';
import type { DataVariable, Dataset, JointDataset } from './dataset.js';

/**
 * Splits a validation set off a training set. The seed selects its examples. Data in parts are
 * split part by part.
 *
 * @param validation share of the examples below 1, their number from 1 on; 0 for no validation set.
 * @throws HelmholtzError (`usage`) if no examples would be left to train on.
 */
export function holdOut<Data extends TrainingData>(
  data: Data,
  validation: number,
  seed: number,
): { readonly train: Data; readonly validation: Data | undefined };
export function holdOut(
  data: TrainingData,
  validation: number,
  seed: number,
): { readonly train: TrainingData; readonly validation: TrainingData | undefined } {
  if (!isInParts(data)) return holdOutOf(data, validation, seed);
  if (validation === 0) return { train: data, validation: undefined };
  const splits = Object.entries(data.parts).map(
    ([name, part]) => [name, holdOutOf(part, validation, seed)] as const,
  );
  const parts = Object.fromEntries(splits.map(([name, { train }]) => [name, train]));
  const apart = Object.fromEntries(
    splits.flatMap(([name, { validation: out }]) => (out ? [[name, out] as const] : [])),
  );
  return {
    train: { ...data, parts },
    validation: { ...data, name: `${data.name} (validation)`, parts: apart },
  };
}

function holdOutOf(
  dataset: Dataset,
  validation: number,
  seed: number,
): { readonly train: Dataset; readonly validation: Dataset | undefined } {
  if (validation === 0) return { train: dataset, validation: undefined };
  const { name, size } = dataset;
  const count = validation > 0 && validation < 1 ? Math.max(Math.round(validation * size), 1) : validation;
  if (!(Number.isInteger(count) && count > 0 && count < size)) {
    throw new HelmholtzError('usage', `${validation} of the ${size} examples of ${name} can't be held out.`, {
      hint: 'Give a share below 1, or a whole number that leaves examples to train on; 0 holds out none.',
    });
  }
  const order = permutation(size, new RandomStream(seed, 'validation'));
  return {
    train: subset(dataset, order.slice(count).sort(), name),
    validation: subset(dataset, order.slice(0, count).sort(), `${name} (validation)`),
  };
}

/**
 * Returns the first examples of a data set, or of each part of it, or all if there are fewer.
 *
 * @example
 * ```ts
 * import { firstExamples } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 *
 * const data = arrayDataset({ name: 'rows', shape: [1], data: [[1], [2], [3]] });
 * console.log(firstExamples(data, 2).size, firstExamples(data, 9).size); // 2 3
 * ```
 */
export function firstExamples<Data extends TrainingData>(data: Data, count: number): Data;
export function firstExamples(data: TrainingData, count: number): TrainingData {
  if (!isInParts(data)) return firstOf(data, count);
  const parts = Object.entries(data.parts).map(([name, part]) => [name, firstOf(part, count)] as const);
  return { ...data, parts: Object.fromEntries(parts) };
}

function firstOf(dataset: Dataset, count: number): Dataset {
  if (count >= dataset.size) return dataset;
  return subset(
    dataset,
    Uint32Array.from({ length: count }, (_, index) => index),
    dataset.name,
  );
}

/**
 * Returns the examples of a data set that have a class.
 *
 * @example
 * ```ts
 * import { labelledExamples } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 *
 * const labels = Int16Array.of(0, -1);
 * const data = arrayDataset({ name: 'rows', shape: [1], data: [[2], [3]], labels });
 * console.log(labelledExamples(data).size); // 1
 * ```
 */
export function labelledExamples(dataset: Dataset): Dataset {
  const { labels, size, name } = dataset;
  const labelled = labels && Uint32Array.from(Array(size).keys()).filter((index) => labels[index] !== -1);
  return !labelled || labelled.length === size ? dataset : subset(dataset, labelled, name);
}

/** Examples at `indices`, in that order. */
function subset(dataset: Dataset, indices: Uint32Array, name: string): Dataset {
  const { file, labels, chunk } = dataset;
  const facts = {
    name,
    file,
    size: indices.length,
    chunk,
    labels: labels && Array.from(indices, (index) => labels[index]!),
  };
  const each = (variables: JointDataset['variables']): JointDataset['variables'] =>
    Object.fromEntries(Object.entries(variables).map(([key, variable]) => [key, rows(variable, indices)]));
  if ('variables' in dataset) return { ...facts, variables: each(dataset.variables) };
  const { others } = dataset;
  return { ...facts, ...rows(dataset, indices), ...(others ? { others: each(others) } : {}) };
}

function rows(variable: DataVariable, indices: Uint32Array): DataVariable {
  return {
    shape: variable.shape,
    fixed: variable.fixed,
    written: (index, element) => variable.written?.(indices[index]!, element),
    read(positions, out, random) {
      variable.read(
        Array.from(positions, (position) => indices[position]!),
        out,
        random,
      );
    },
  };
}
