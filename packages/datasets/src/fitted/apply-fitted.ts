import { HelmholtzError } from '@helmholtz/base';

import type { Dataset } from '../dataset.js';
import type { RawExamples } from '../readers/example-reader.js';
import { applyArray, invertArray } from './apply-array.js';
import { applyTable, invertTable, modelledNames } from './apply-table.js';
import type { Fitted } from './fitted.js';

/**
 * Applies the parameters fitted to the training data to other rows or arrays.
 *
 * @param name name of the data set, for messages.
 * @throws HelmholtzError (`usage`) for an array if a table was fitted, and the reverse; (`data`)
 * for rows that don't fit.
 *
 * @example
 * ```ts
 * import { applyFitted, fitTable, parseTable } from '@helmholtz/datasets';
 *
 * const train = parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv');
 * const rows = parseTable('ward,age\nb,70.5\n', 'new.csv');
 * const dataset = applyFitted(fitTable(train), { table: rows }, 'new');
 * const values = new Float32Array(3);
 * dataset.read([0], values, { next: Math.random });
 * console.log(values); // Float32Array(3) [ 2, 0, 1 ]
 * ```
 */
export function applyFitted(fitted: Fitted, raw: RawExamples, name: string): Dataset {
  if ('table' in raw) {
    if (fitted.form === 'table') return applyTable(fitted, raw.table, name);
    throw new HelmholtzError('usage', `${name} is a table, and the model was trained on arrays.`, {
      hint: `Give an array of shape [examples, ${fitted.shape.join(', ')}], such as a .npy file.`,
    });
  }
  if (fitted.form === 'array') return applyArray(fitted, raw.array);
  throw new HelmholtzError('usage', `${name} is an array, and the model was trained on a table.`, {
    hint: `Give a table with the columns ${modelledNames(fitted).join(', ')}.`,
  });
}

/** Examples in the units of the data: cells of table rows, or numbers. */
export type Inverted = { readonly rows: string[][] } | { readonly values: Float32Array };

/**
 * Returns elements in the units of the data: the inverse of `applyFitted`.
 *
 * @param values elements of examples, one after another.
 *
 * @example
 * ```ts
 * import { fitTable, invertFitted, parseTable } from '@helmholtz/datasets';
 *
 * const train = parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv');
 * const example = Float32Array.of(2, 0, 1);
 * console.log(invertFitted(fitTable(train), example)); // { rows: [ [ '70.5', 'b' ] ] }
 * ```
 */
export function invertFitted(fitted: Fitted, values: Float32Array): Inverted {
  return fitted.form === 'table'
    ? { rows: invertTable(fitted, values) }
    : { values: invertArray(fitted, values) };
}
