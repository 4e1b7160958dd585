import { HelmholtzError } from '@helmholtz/base';
import type { LatentVariableModel } from '../graph/model.js';
import type { InputVariable } from '../graph/variables.js';
import { type Dataset, sizeOf } from '../training/dataset.js';
import { LABEL, feedOf } from '../training/feed.js';
import { type Examples, type NamedExamples, readExamples } from './examples.js';

/** Examples of a data set for each data input of a model, by the inputs' names. */
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
      { ...readExamples(variables[index]!.variable, indices, seed), shape },
    ]),
  );
}

/** The data inputs that a model is only conditioned on: those without a likelihood. */
export function conditionsOf({ inputs, observed }: LatentVariableModel): readonly InputVariable[] {
  return inputs.filter((input) => !observed.some((variable) => variable.input === input));
}

/**
 * What `count` draws of a model are conditioned on: nothing for most. The input `label` is one class for all of them where it is
 * given, and otherwise one class after another; others are as in the first examples of the data set.
 *
 * @throws HelmholtzError (`usage`) for a label where the model has no such input, or not so many classes.
 */
export function chooseConditions(
  model: LatentVariableModel,
  dataset: Dataset,
  count: number,
  label?: number,
): NamedExamples {
  const conditions = conditionsOf(model);
  const classes = conditions.find(({ name }) => name === LABEL);
  if (label !== undefined) checkLabel(label, classes, model);
  if (conditions.length === 0) return new Map();
  const indices = Array.from({ length: count }, (_, index) => index % dataset.size);
  const read = conditions.every((input) => input === classes)
    ? undefined
    : readInputs(model, dataset, indices);
  return new Map(
    conditions.map((input) => [
      input.name,
      input === classes ? oneHotRows(input.shape, count, label) : read!.get(input.name)!,
    ]),
  );
}

function oneHotRows(shape: readonly number[], count: number, label: number | undefined): Examples {
  const classes = sizeOf(shape);
  const values = new Float32Array(count * classes);
  for (let row = 0; row < count; row++) values[row * classes + (label ?? row % classes)] = 1;
  return { count, shape, values };
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
  const count = sizeOf(classes.shape);
  if (label < count) return;
  throw new HelmholtzError('usage', `There is no label ${label}.`, {
    hint: `The model's labels are 0 to ${count - 1}.`,
  });
}
