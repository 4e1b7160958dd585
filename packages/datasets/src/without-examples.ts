import type { Dataset } from './dataset.js';
import { columnsOf } from './fitted/apply-table.js';
import type { Fitted } from './fitted/fitted.js';

/**
 * Returns a data set without examples that has the shape, columns and classes of the training data.
 *
 * @param why returns the error that a read throws.
 *
 * @example
 * ```ts
 * import { fitTable, parseTable, withoutExamples } from '@helmholtz/datasets';
 *
 * const fitted = fitTable(parseTable('age,ward\n40.5,a\n60.5,b\n', 'train.csv'));
 * const { size, shape } = withoutExamples(fitted, 'new', () => new Error('There are no rows.'));
 * console.log(size, shape); // 0 [ 3 ]
 * ```
 */
export function withoutExamples(fitted: Fitted, name: string, why: () => Error): Dataset {
  const columns = fitted.form === 'table' ? columnsOf(fitted) : undefined;
  const width = columns?.reduce((sum, { size }) => sum + size, 0);
  return {
    name,
    size: 0,
    shape: fitted.form === 'array' ? fitted.shape : [width ?? 0],
    labels: undefined,
    classNames: fitted.form === 'array' ? fitted.classNames : fitted.label?.classNames,
    columns,
    fitted,
    fixed: true,
    read() {
      throw why();
    },
  };
}
