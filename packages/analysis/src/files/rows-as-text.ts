import { type Examples, sizeOf } from '@helmholtz/core';
import type { Column } from '@helmholtz/datasets';

/**
 * Returns rows of a table as the texts of their cells.
 *
 * @example
 * ```ts
 * import { rowsAsText } from '@helmholtz/analysis';
 *
 * const text = (cell: ArrayLike<number>) => `${cell[0]} years`;
 * const columns = [{ name: 'age', kind: 'count', size: 1, text }] as const;
 * const examples = { count: 2, shape: [1], values: Float32Array.of(34, 27) };
 * console.log(rowsAsText(columns, examples)); // [ [ '34 years' ], [ '27 years' ] ]
 * ```
 */
export function rowsAsText(columns: readonly Column[], { count, shape, values }: Examples): string[][] {
  const width = sizeOf(shape);
  return Array.from({ length: count }, (_, row) => {
    let start = row * width;
    return columns.map(({ size, text }) => text(values.subarray(start, (start += size))));
  });
}
