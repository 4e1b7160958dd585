import { HelmholtzError, itemAt } from '@helmholtz/base';

import type { CsvRows } from './scan-csv.js';

/** Names of the columns of a table, and which rows of its file are below them. */
export interface NamedRows {
  readonly columns: readonly string[];
  readonly first: number;
  /** Number of the row after the last one. */
  readonly end: number;
}

/**
 * Returns which rows of a file are a table: the header names the columns. Rows of blank cells at
 * the end, as spreadsheets write them, are left out.
 *
 * @param header number of the row of names, from 0.
 * @throws HelmholtzError (`data`) for a table without rows, a missing or duplicate column name, and
 * a row that is longer or shorter than the header.
 */
export function wellFormed(csv: CsvRows, name: string, header: number): NamedRows {
  const first = header + 1;
  let end = csv.length;
  while (end > first && isBlank(csv.cellsOf(end - 1))) end--;
  if (end <= first) {
    throw new HelmholtzError(
      'data',
      `${name} has no rows${csv.length > header ? ' below its header' : ''}.`,
      {
        hint: 'Its first row names the columns, each of the others is an example.',
      },
    );
  }
  const columns = csv.cellsOf(header).map((cell) => cell.trim());
  checkNames(columns, name);
  for (let row = first; row < end; row++) {
    const count = csv.countOf(row);
    if (count === columns.length) continue;
    const found = `${count} ${count === 1 ? 'cell' : 'cells'}`;
    const longer = areLonger(csv, first, end, columns.length);
    throw new HelmholtzError(
      'data',
      `${name}, row ${row - first + 1} (line ${csv.lineOf(row)}) has ${found}, and the header ${columns.length} columns.`,
      { hint: longer ? unnamed : `Put cells that contain ${shownSeparator(csv.separator)} in quotes.` },
    );
  }
  return { columns, first, end };
}

function areLonger(csv: CsvRows, first: number, end: number, width: number): boolean {
  for (let row = first; row < end; row++) if (csv.countOf(row) !== width + 1) return false;
  return true;
}

const unnamed =
  'Each row has one cell more than the header, as R writes row names: name the first column in the header, such as id.';

function shownSeparator(separator: string): string {
  return { ',': 'commas', '\t': 'tabs', ' ': 'blanks' }[separator] ?? `"${separator}"`;
}

/** Several cells without anything; one such cell is a missing value. */
function isBlank(cells: readonly string[]): boolean {
  const empty = cells.every((cell) => cell.trim() === '');
  return empty && (cells.length > 1 || cells[0] !== '');
}

function checkNames(columns: readonly string[], name: string): void {
  const wrong = columns.findIndex((column, index) => column === '' || columns.indexOf(column) < index);
  if (wrong < 0) return;
  const column = itemAt(columns, wrong);
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
