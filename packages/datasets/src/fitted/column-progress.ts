import type { ReadProgress } from '../csv/read-table.js';
import type { Table } from '../csv/table.js';

/** Cells of a table that takes long enough to report progress. */
const MANY = 2e6;

/** Returns what reports each column of a large table. */
export function columnProgress(
  { size, columns }: Pick<Table, 'size' | 'columns'>,
  task: string,
  onRead: ((progress: ReadProgress) => void) | undefined,
): (position: number) => void {
  if (!onRead || size * columns.length < MANY) return () => undefined;
  return (position) => onRead({ task, done: position + 1, total: columns.length });
}
