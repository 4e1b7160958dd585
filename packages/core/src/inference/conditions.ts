import { HelmholtzError, itemAt, entryOf } from '@helmholtz/base';
import { exposuresOf } from '../graph/exposure.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { InputVariable } from '../graph/variables.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { LABEL, feedOf } from '../training/feed.js';
import { type Examples, type NamedExamples, readExamples } from './examples.js';

/**
 * Reads examples of a data set for each data input of a model.
 *
 * @param indices positions of the examples in the data set.
 * @param seed seed of data that are random, such as sampled binarization.
 * @returns examples by the inputs' names.
 * @throws HelmholtzError (`data`) if the data do not fit the model.
 *
 * @example
 * ```ts
 * import { readInputs } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [2], data: [[0, 1], [1, 1]] });
 * const inputs = readInputs(buildModel(defaultSpec('vae', [2])), data, [1]);
 * console.log(inputs.get('x')?.values); // Float32Array(2) [ 1, 1 ]
 * ```
 */
export function readInputs(
  model: LatentVariableModel,
  dataset: Dataset,
  indices: readonly number[],
  seed = 0,
): NamedExamples {
  const { variables } = feedOf(model, dataset);
  return new Map(
    model.inputs.map(({ name, shape }, index) => [
      name,
      { ...readExamples(itemAt(variables, index).variable, indices, seed), shape },
    ]),
  );
}

/**
 * Returns the data inputs without a likelihood: the model is only conditioned on them.
 *
 * @example
 * ```ts
 * import { conditionsOf } from '@helmholtz/core';
 * import { buildModel } from '@helmholtz/recipes';
 *
 * const cvae = buildModel({
 *   recipe: 'cvae',
 *   observed: { shape: [4] },
 *   inputs: [{ name: 'label', shape: [10] }],
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * console.log(conditionsOf(cvae).map(({ name }) => name)); // [ 'label' ]
 * ```
 */
export function conditionsOf({ inputs, observed }: LatentVariableModel): readonly InputVariable[] {
  return inputs.filter((input) => !observed.some((variable) => variable.input === input));
}

/** What is known of conditions. */
export interface ChooseConditionsOptions {
  /** Number of the class of all draws; each class in turn by default. */
  readonly label?: number | undefined;
  /** Exposure of all draws; the median of the training set by default. */
  readonly exposure?: number | undefined;
  /** Names of inputs that have values already. They are left out of the result. */
  readonly given?: readonly string[] | undefined;
  /** Number of the first draw; 0 by default. */
  readonly from?: number | undefined;
}

/**
 * Returns values of the conditioning inputs for `count` draws; empty for a model without such
 * inputs. The input `label` is `label` for all draws, or cycles through the classes by default.
 * An exposure is the median of the training set by default. Other inputs are read from the first
 * examples of the data set.
 *
 * @throws HelmholtzError (`usage`) for a label if the model has no such input, or too few classes.
 *
 * @example
 * ```ts
 * import { chooseConditions } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel } from '@helmholtz/recipes';
 *
 * const cvae = buildModel({
 *   recipe: 'cvae',
 *   observed: { shape: [2] },
 *   inputs: [{ name: 'label', shape: [2] }],
 *   latents: [{ name: 'z', size: 1 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const data = arrayDataset({ name: 'rows', shape: [2], data: [[0, 1]], labels: [0] });
 * console.log(chooseConditions(cvae, data, 2, { label: 1 }).get('label')?.values);
 * // Float32Array(4) [ 0, 1, 0, 1 ]
 * ```
 */
export function chooseConditions(
  model: LatentVariableModel,
  dataset: Dataset,
  count: number,
  { label, exposure, given = [], from = 0 }: ChooseConditionsOptions = {},
): NamedExamples {
  const allConditions = conditionsOf(model);
  const classes = allConditions.find(({ name }) => name === LABEL);
  if (label !== undefined) checkLabel(label, classes, model);
  const exposures = chosenExposures(model, exposure);
  const conditions = allConditions.filter(({ name }) => !given.includes(name));
  if (conditions.length === 0) return new Map();
  const indices = Array.from({ length: count }, (_, index) => (from + index) % dataset.size);
  const inputsRead = conditions.every((input) => input === classes || exposures.has(input.name))
    ? undefined
    : readInputs(model, dataset, indices);
  return new Map(
    conditions.map((input) => [
      input.name,
      input === classes
        ? classRows(input.shape, { count, from, label })
        : exposures.has(input.name)
          ? constantRows(input.shape, count, entryOf(exposures, input.name))
          : entryOf(inputsRead!, input.name),
    ]),
  );
}

/** Returns the values of exposures that draws have, in the units of their inputs. */
function chosenExposures(model: LatentVariableModel, exposure?: number): ReadonlyMap<string, number> {
  const layers = [...exposuresOf(model)].map(([name, [layer]]) => [name, layer!] as const);
  if (exposure !== undefined && layers.length === 0) {
    throw new HelmholtzError('usage', `The exposure ${exposure} was chosen for a model that takes none.`, {
      hint: 'A likelihood of counts takes one: likelihood: { name: poisson, exposure: total }.',
    });
  }
  return new Map(
    layers.map(([name, layer]) => {
      if (exposure === undefined) return [name, layer.typical()];
      return [name, layer.logarithm ? Math.log(exposure) : exposure];
    }),
  );
}

function constantRows(shape: readonly number[], count: number, value: number): Examples {
  return { count, shape, values: new Float32Array(count * sizeOf(shape)).fill(value) };
}

/** Classes as one-hot vectors; of two classes in one element, 0 or 1. */
function classRows(
  shape: readonly number[],
  {
    count,
    from,
    label,
  }: { readonly count: number; readonly from: number; readonly label?: number | undefined },
): Examples {
  const size = sizeOf(shape);
  const values = new Float32Array(count * size);
  for (let row = 0; row < count; row++) {
    const chosen = label ?? (from + row) % classesOf(shape);
    if (size === 1) values[row] = chosen;
    else values[row * size + chosen] = 1;
  }
  return { count, shape, values };
}

function classesOf(shape: readonly number[]): number {
  return Math.max(sizeOf(shape), 2);
}

function checkLabel(
  label: number,
  classes: InputVariable | undefined,
  { observed }: LatentVariableModel,
): void {
  if (!classes) {
    const generated = observed.some(({ name }) => name === LABEL);
    const [does, first] = generated
      ? ['generates the label itself', 'Leave it out: each draw comes with a label of its own. ']
      : ['takes none', ''];
    throw new HelmholtzError('usage', `The label ${label} was chosen for a model that ${does}.`, {
      hint: `${first}A model that is conditioned on an input named "label" takes one, such as the recipe cvae.`,
    });
  }
  const count = classesOf(classes.shape);
  if (label < count) return;
  throw new HelmholtzError('usage', `There is no label ${label}.`, {
    hint: `The model's labels are 0 to ${count - 1}.`,
  });
}
