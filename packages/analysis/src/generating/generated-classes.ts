import { entryOf, itemAt } from '@helmholtz/base';
import {
  type Examples,
  LABEL,
  type LatentVariableModel,
  type NamedExamples,
  type ObservedVariable,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

import { dataVariable } from './data-variable.js';

/**
 * Returns the observed variables with classes: the label, and other categorical variables except
 * the examples themselves.
 */
export function classVariables(model: LatentVariableModel, dataset: Dataset): ObservedVariable[] {
  const data = dataVariable(model, dataset);
  return model.observed.filter(
    ({ name, input, likelihood }) =>
      name !== data && input.shape.length === 1 && (name === LABEL || likelihood.family === 'categorical'),
  );
}

/**
 * Returns the generated class of each example, with commas between several classes; undefined for a
 * model that generates none.
 */
export function generatedClasses(
  model: LatentVariableModel,
  dataset: Dataset,
  decoded: NamedExamples,
): readonly string[] | undefined {
  const variables = classVariables(model, dataset).map(({ name }) => {
    const names = name === LABEL ? dataset.classNames : undefined;
    return classesOf(entryOf(decoded, name)).map((classes) => namesOf(classes, names));
  });
  return variables[0]?.map((_, row) => variables.map((classes) => itemAt(classes, row)).join(', '));
}

/**
 * Returns the most probable classes of each example, or the drawn classes. Independent draws may
 * have several classes or none.
 */
function classesOf({ count, shape: [size], values }: Examples): number[][] {
  return Array.from({ length: count }, (_, row) => {
    const probabilities = Array.from(values.subarray(row * size!, (row + 1) * size!));
    if (size === 1) return [Math.round(itemAt(probabilities, 0))];
    const most = Math.max(...probabilities);
    return probabilities.flatMap((value, index) => (value === most && most > 0 ? [index] : []));
  });
}

function namesOf(classes: readonly number[], names: readonly string[] | undefined): string {
  return classes.map((each) => names?.[each] ?? `${each}`).join('+') || '\u2013';
}
