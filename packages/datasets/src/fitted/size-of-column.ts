import type { FittedColumn } from './fitted.js';

/** Returns the number of elements of a column: one for each category, none of a constant column. */
export function sizeOfColumn(column: FittedColumn): number {
  if (column.kind === 'constant') return 0;
  return column.kind === 'categorical' ? column.categories.length : 1;
}
