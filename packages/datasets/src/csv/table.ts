import { HelmholtzError } from '@helmholtz/base';
import { parseCsv } from './parse-csv.js';

/** A cell, and where it stands, as errors say it. */
export interface Cell {
  readonly text: string;
  /** `train.csv, row 3 (line 4), column "age"`: rows count from 1 below the header. */
  readonly place: string;
}

/** A table with names for its columns. */
export interface Table {
  /** The file's name. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly size: number;
  /** The cells of a column from its first row on, without the blanks around them. */
  cells(column: string): Cell[];
}

/**
 * A table out of a CSV file whose first row names the columns.
 *
 * @throws HelmholtzError (`data`) for a name that is missing or there twice, and a row that is
 * longer or shorter than the header.
 *
 * @example
 * ```ts
 * import { parseTable } from '@helmholtz/datasets';
 *
 * const table = parseTable('age,ward\n40.5,a\n', 'new.csv');
 * console.log(table.columns, table.cells('age')[0]?.place); // [ 'age', 'ward' ] new.csv, row 1 (line 2), column "age"
 * ```
 */
export function parseTable(text: string, name: string): Table {
  const [header, ...rows] = parseCsv(text, name);
  if (!header || rows.length === 0) {
    throw new HelmholtzError('data', `${name} has no rows${header ? ' below its header' : ''}.`, {
      hint: 'Its first row names the columns, each of the others is an example.',
    });
  }
  const columns = header.cells.map((cell) => cell.trim());
  checkNames(columns, name);
  rows.forEach(({ line, cells }, index) => {
    if (cells.length === columns.length) return;
    throw new HelmholtzError(
      'data',
      `${name}, row ${index + 1} (line ${line}) has ${cells.length} cells, and the header ${columns.length} columns.`,
      { hint: 'Cells that hold commas stand in quotes.' },
    );
  });
  return {
    name,
    columns,
    size: rows.length,
    cells(column) {
      const position = columns.indexOf(column);
      return rows.map(({ line, cells }, index) => ({
        text: plainText(cells[position]!),
        get place() {
          return `${name}, row ${index + 1} (line ${line}), column "${column}"`;
        },
      }));
    },
  };
}

/** A cell without blanks around it, and without the apostrophe that keeps spreadsheets from running it. */
function plainText(cell: string): string {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}

function checkNames(columns: readonly string[], name: string): void {
  const wrong = columns.find((column, index) => column === '' || columns.indexOf(column) < index);
  if (wrong === undefined) return;
  const what = wrong === '' ? 'a column without a name' : `two columns named "${wrong}"`;
  throw new HelmholtzError('data', `${name} has ${what}.`, { hint: 'Its first row names each column.' });
}
