import { type Examples, sizeOf } from '@helmholtz/core';
import type { Column } from '@helmholtz/datasets';

/** Rows of a table as their cells, from what a model says of the variable that they are examples of. */
export function rowsAsText(columns: readonly Column[], { count, shape, values }: Examples): string[][] {
  const width = sizeOf(shape);
  return Array.from({ length: count }, (_, row) => {
    let start = row * width;
    return columns.map(({ size, text }) => text(values.subarray(start, (start += size))));
  });
}
