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
 * The observed variables beside the examples themselves that are classes: the label, and whatever
 * else is a category.
 */
export function classVariables(model: LatentVariableModel, dataset: Dataset): ObservedVariable[] {
  const data = dataVariable(model, dataset);
  return model.observed.filter(
    ({ name, input, likelihood }) =>
      name !== data && input.shape.length === 1 && (name === LABEL || likelihood.family === 'categorical'),
  );
}

/**
 * The class that was generated with each example, several of them with commas between; undefined
 * where none was.
 */
export function generatedClasses(
  model: LatentVariableModel,
  dataset: Dataset,
  decoded: NamedExamples,
): readonly string[] | undefined {
  const variables = classVariables(model, dataset).map(({ name }) => {
    const names = name === LABEL ? dataset.classNames : undefined;
    return classesOf(decoded.get(name)!).map((classes) => namesOf(classes, names));
  });
  return variables[0]?.map((_, row) => variables.map((classes) => classes[row]!).join(', '));
}

/**
 * The most probable class of each example; of draws those that were drawn, which are several or
 * none where they are independent.
 */
function classesOf({ count, shape: [size], values }: Examples): number[][] {
  return Array.from({ length: count }, (_, row) => {
    const of = Array.from(values.subarray(row * size!, (row + 1) * size!));
    if (size === 1) return [Math.round(of[0]!)];
    const most = Math.max(...of);
    return of.flatMap((value, index) => (value === most && most > 0 ? [index] : []));
  });
}

function namesOf(classes: readonly number[], names: readonly string[] | undefined): string {
  return classes.map((each) => names?.[each] ?? `${each}`).join('+') || '\u2013';
}
