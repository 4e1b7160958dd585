import { type CsvDialect, plainDialect } from '../csv/dialect.js';
import type { Dataset } from '../dataset.js';

/**
 * Returns the dialect that tables of a data set are written in: that of the training file. Without
 * a training file, cells stand between commas.
 *
 * @example
 * ```ts
 * import { applyFitted, dialectOf, encodeCsv, fitTable, parseTable } from '@helmholtz/datasets';
 *
 * const table = parseTable('age;ward\n40,5;a\n60,5;b\n', 'train.csv');
 * const dataset = applyFitted(fitTable(table), { table }, 'train');
 * console.log(encodeCsv([['7.25', 'a']], dialectOf(dataset)).trim()); // 7,25;a
 * ```
 */
export function dialectOf({ fitted }: Pick<Dataset, 'fitted'>): CsvDialect {
  return (fitted?.form === 'table' ? fitted.dialect : undefined) ?? plainDialect;
}
