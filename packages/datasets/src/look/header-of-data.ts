import type { ColumnLook } from './look.js';

/**
 * Returns a warning about a table whose first line looks like data: the names of all its columns of
 * numbers are numbers in the range of their column. Undefined for other tables.
 */
export function headerOfData(name: string, columns: readonly ColumnLook[]): string | undefined {
  const ofNumbers = columns.filter(({ numbers, kind, date }) => numbers && kind !== 'binary' && !date);
  if (ofNumbers.length === 0 || !ofNumbers.every(isNamedByValue)) return undefined;
  const first = columns.slice(0, 4).map((column) => column.name);
  const names = first.join(', ') + (columns.length > first.length ? ', ...' : '');
  return (
    `The first line of ${name} looks like data: its names are ${names}. ` +
    'If it is a row, put a line with the names of the columns above it.'
  );
}

/** Whether the name of a column might be one of its cells. */
function isNamedByValue({ name, numbers }: ColumnLook): boolean {
  const value = name.trim() === '' ? NaN : Number(name);
  if (!numbers || Number.isNaN(value)) return false;
  const range = numbers.maximum - numbers.minimum;
  return value >= numbers.minimum - range && value <= numbers.maximum + range;
}
