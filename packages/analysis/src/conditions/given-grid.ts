import { type Files, HelmholtzError, nearest, itemAt } from '@helmholtz/base';
import { chooseConditions, LABEL, type LatentVariableModel } from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

import type { TrainedRun } from '../run/trained-run.js';
import {
  type ConditionInput,
  conditionInputs,
  elementsOf,
  farLine,
  isVector,
  modalityInputs,
} from './condition-input.js';
import { valuesOfFile } from './given-file.js';
import { cellsOf, type Given } from './given-value.js';

/** Options that say what a model is conditioned on. */
export interface GivenOptions {
  /**
   * Values of the model's conditions by the names of their inputs, in the units of the data. Several
   * values of several inputs are combined with each other.
   */
  readonly given?: Given | undefined;
  /** Class: short for `given: { label }`. */
  readonly label?: number | string | undefined;
  /** Files that `@file` is looked up in; those of the file system by default. */
  readonly files?: Files | undefined;
  /** Called with a line about values that are far from the training data. */
  readonly onWarning?: ((line: string) => void) | undefined;
}

/** Values of one condition that were given, in the units of the data. */
interface GivenValues {
  readonly input: ConditionInput;
  readonly values: readonly Float32Array[];
  readonly fromFile: boolean;
}

/** Given values for all inputs that have them: combinations of each other, by input. */
export interface GivenGrid {
  /** Number of combinations; 1 without values. */
  readonly size: number;
  readonly fromFile: boolean;
  readonly columns: ReadonlyMap<string, readonly Float32Array[]>;
}

/**
 * Returns the combinations of the values that were given.
 *
 * @param takesModalities whether observed variables that experts read may be given, too.
 * @throws HelmholtzError (`usage`, `data`) for an input that the model does not take, and a value
 *   that the input cannot have.
 */
export async function givenGrid(
  { model, test }: Pick<TrainedRun, 'model' | 'test'>,
  { given = {}, label, files, onWarning }: GivenOptions,
  takesModalities = false,
): Promise<GivenGrid> {
  const modalities = takesModalities ? modalityInputs(model, test) : [];
  const inputs = [...conditionInputs(model, test), ...modalities];
  const isModality = modalities.some(({ name }) => name === LABEL);
  const all = isModality && label !== undefined ? { label, ...given } : withLabel(given, label, model);
  const read: GivenValues[] = [];
  for (const [name, value] of Object.entries(all)) {
    const input = inputs.find((each) => each.name === name || each.column === name);
    if (!input) throw notTaken(name, model, inputs);
    const fromFile = typeof value === 'string' && value.startsWith('@');
    const reading = { name, vector: isVector(input), classNames: input.classNames };
    const values = fromFile
      ? await valuesOfFile(value.slice(1), input, files)
      : cellsOf(value, reading).map((cell) => elementsOf(input, cell));
    if (modalities.includes(input)) checkSupport(model, input, values);
    const far = farLine(input, joined(values));
    if (far !== undefined) onWarning?.(far);
    read.push({ input, values, fromFile });
  }
  return combined(read);
}

/** @throws HelmholtzError (`data`) for a value of a modality that its likelihood does not allow. */
function checkSupport(
  { observed }: LatentVariableModel,
  { name, kind }: ConditionInput,
  values: readonly Float32Array[],
): void {
  const likelihood = observed.find((variable) => variable.name === name)?.likelihood;
  if (!likelihood || kind === 'class') return;
  const wrongValue = joined(values).find((value) => !likelihood.support.contains(value));
  if (wrongValue === undefined) return;
  throw new HelmholtzError(
    'data',
    `"${name}" was given ${wrongValue}, and its likelihood "${likelihood.family}" is of ${likelihood.support.description}.`,
    { hint: 'Give values in the units of the training data, such as pixels from 0 to 1.' },
  );
}

/**
 * Returns the one value of each condition that examples are decoded at, repeated `count` times.
 *
 * @throws HelmholtzError (`usage`) for several values.
 */
export async function oneGiven(
  run: Pick<TrainedRun, 'model' | 'test'>,
  options: GivenOptions,
  consequence: string,
): Promise<GivenGrid> {
  const grid = await givenGrid(run, options);
  if (grid.size === 1) return grid;
  throw new HelmholtzError('usage', `${grid.size} combinations of conditions were given. ${consequence}`, {
    hint: 'Give one value of each condition, such as `given` dose=0.9. `sample` takes several.',
  });
}

function withLabel(given: Given, label: number | string | undefined, model: LatentVariableModel): Given {
  if (label === undefined) return given;
  if (Object.hasOwn(given, LABEL)) {
    throw new HelmholtzError('usage', '`label` and a label of `given` were both given.', {
      hint: '`label` is short for `given` label. Give one of them.',
    });
  }
  // Throws an error for a model that takes no class.
  if (!model.inputs.some(({ name }) => name === LABEL) || model.observed.some(({ name }) => name === LABEL)) {
    const named = Number.isNaN(Number(label));
    if (named) throw notTaken(LABEL, model, []);
    chooseConditions(model, placeholder, 1, { label: Number(label) });
  }
  return { ...given, [LABEL]: label };
}

const placeholder: Dataset = {
  name: 'none',
  size: 0,
  shape: [],
  labels: undefined,
  classNames: undefined,
  fixed: true,
  read: () => undefined,
};

/** Files go together row by row, and with each value of the others. */
function combined(read: readonly GivenValues[]): GivenGrid {
  const files = read.filter(({ fromFile }) => fromFile);
  const [first] = files;
  const other = files.find(({ values }) => values.length !== first?.values.length);
  if (first && other) {
    throw new HelmholtzError(
      'usage',
      `The files of "${first.input.name}" and "${other.input.name}" have ${first.values.length} and ${other.values.length} values.`,
      { hint: 'Files are read together, row by row. Give files with the same number of values.' },
    );
  }
  const axes = [
    ...(first ? [{ names: files.map(({ input }) => input.name), length: first.values.length }] : []),
    ...read
      .filter(({ fromFile }) => !fromFile)
      .map(({ input, values }) => ({ names: [input.name], length: values.length })),
  ];
  const size = axes.reduce((product, { length }) => product * length, 1);
  const columns = new Map<string, readonly Float32Array[]>();
  let stride = size;
  for (const { names, length } of axes) {
    stride /= length;
    const at = stride;
    for (const { input, values } of read.filter((each) => names.includes(each.input.name))) {
      columns.set(
        input.name,
        Array.from({ length: size }, (_, row) => itemAt(values, Math.floor(row / at) % length)),
      );
    }
  }
  return { size, fromFile: first !== undefined, columns };
}

function notTaken(
  name: string,
  { observed, latents }: LatentVariableModel,
  inputs: readonly ConditionInput[],
): HelmholtzError {
  const names = inputs.map((input) => input.column);
  const validNames = names.length === 0 ? 'The model has no conditions.' : nearest(name, names);
  if (observed.some((variable) => variable.name === name)) {
    return new HelmholtzError('usage', `"${name}" is generated by the model, so it cannot be given.`, {
      hint: `Only conditions can be given, inputs without a likelihood, and in \`sample\` modalities with an expert. ${validNames}`,
    });
  }
  if (latents.some((latent) => latent.name === name)) {
    return new HelmholtzError('usage', `"${name}" is a latent of the model, so it cannot be given.`, {
      hint: `Only conditions can be given: inputs without a likelihood. ${validNames}`,
    });
  }
  return new HelmholtzError('usage', `The model has no input "${name}".`, { hint: validNames });
}

/** Values of several examples, one after another. */
export function joined(values: readonly Float32Array[]): Float32Array {
  const size = values[0]?.length ?? 0;
  const all = new Float32Array(values.length * size);
  values.forEach((each, row) => all.set(each, row * size));
  return all;
}
