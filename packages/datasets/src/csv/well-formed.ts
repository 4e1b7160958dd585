import { HelmholtzError } from '@helmholtz/base';

import type { CsvRow } from './parse-csv.js';

/** Rows of a table below the names of its columns. */
export interface NamedRows {
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/**
 * Returns rows as a table: the first names the columns. Rows of blank cells at the end, as
 * spreadsheets write them, are left out.
 *
 * @throws HelmholtzError (`data`) for a table without rows, a missing or duplicate column name, and
 * a row that is longer or shorter than the header.
 */
export function wellFormed([header, ...all]: readonly CsvRow[], name: string, separator: string): NamedRows {
  const rows = all.slice(0, all.findLastIndex((row) => !isBlank(row)) + 1);
  if (!header || rows.length === 0) {
    throw new HelmholtzError('data', `${name} has no rows${header ? ' below its header' : ''}.`, {
      hint: 'Its first row names the columns, each of the others is an example.',
    });
  }
  const columns = header.cells.map((cell) => cell.trim());
  checkNames(columns, name);
  const longer = rows.every(({ cells }) => cells.length === columns.length + 1);
  rows.forEach(({ line, cells }, index) => {
    if (cells.length === columns.length) return;
    const found = `${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}`;
    throw new HelmholtzError(
      'data',
      `${name}, row ${index + 1} (line ${line}) has ${found}, and the header ${columns.length} columns.`,
      { hint: longer ? unnamed : `Put cells that contain ${shownSeparator(separator)} in quotes.` },
    );
  });
  return { columns, rows };
}

const unnamed =
  'Each row has one cell more than the header, as R writes row names: name the first column in the header, such as id.';

function shownSeparator(separator: string): string {
  return { ',': 'commas', '\t': 'tabs', ' ': 'blanks' }[separator] ?? `"${separator}"`;
}

/** Several cells without anything; one such cell is a missing value. */
function isBlank({ cells }: CsvRow): boolean {
  const empty = cells.every((cell) => cell.trim() === '');
  return empty && (cells.length > 1 || cells[0] !== '');
}

function checkNames(columns: readonly string[], name: string): void {
  const wrong = columns.findIndex((column, index) => column === '' || columns.indexOf(column) < index);
  if (wrong < 0) return;
  const column = columns[wrong]!;
  const first = columns.indexOf(column);
  const what =
    column === ''
      ? `a column without a name (column ${wrong + 1} of ${columns.length})`
      : `two columns named "${column}" (columns ${first + 1} and ${wrong + 1})`;
  throw new HelmholtzError('data', `${name} has ${what}.`, {
    hint:
      column === ''
        ? 'Its first row names each column.'
        : 'Rename one of them in the first row, or delete it.',
  });
}
