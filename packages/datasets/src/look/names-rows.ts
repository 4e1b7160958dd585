import type { ColumnLook } from './look.js';

/** Share of different values from which on a column names its rows. */
export const ALMOST_UNIQUE = 0.9;

/** Fewer rows than this may all differ by chance. */
const LEAST_ROWS = 20;

/**
 * Whether a column names the rows: almost all its texts are different, or it numbers them.
 *
 * @param looked number of rows that were looked at.
 */
export function namesRows(column: ColumnLook, looked: number): boolean {
  const { kind, unique, numbers, missing, date } = column;
  if (unique < LEAST_ROWS || date !== undefined) return false;
  if (kind === 'text' || kind === 'categorical') return unique > ALMOST_UNIQUE * (looked - missing);
  if (kind !== 'count' || !numbers || unique < ALMOST_UNIQUE * numbers.count) return false;
  // Whole numbers that are all different and almost consecutive are numbers of rows.
  return numbers.maximum - numbers.minimum < 2 * numbers.count;
}
