import type { Cell } from './cell.js';
import { codeTest } from '../fitted/missing.js';
import { detectNotation } from './detect-notation.js';
import { type CsvDialect, type DeclaredDialect, detectSeparator } from './dialect.js';
import { type CsvRow, parseCsv } from './parse-csv.js';
import { plainNumbers } from './plain-numbers.js';
import { wellFormed } from './well-formed.js';

/** A table with names for its columns. */
export interface Table {
  /** The file's name. */
  readonly name: string;
  readonly columns: readonly string[];
  readonly size: number;
  /** How its file is written. */
  readonly dialect: CsvDialect;
  /**
   * The cells of a column from its first row on, without the blanks around them. Numbers have a
   * decimal point and no thousands separators, whatever the file has. Declared texts of missing
   * values are empty.
   */
  cells(column: string): Cell[];
  /** Its text, and where rows and cells are. */
  readonly source: TableSource;
  /** The cells of a column as the file has them, for what names rows. */
  texts(column: string): string[];
}

/** The text of a table, and where its rows and cells are. */
export interface TableSource {
  readonly text: string;
  readonly header: CsvRow;
  /** Rows below the header. */
  readonly rows: readonly CsvRow[];
}

export interface ParseTableOptions extends DeclaredDialect {
  /** What decides between two notations of numbers, such as the dialect of the training file. */
  readonly likely?: CsvDialect | undefined;
  /** Texts that stand for missing values, beside empty cells, `NA`, `NaN`, `null` and `?`. */
  readonly missing?: readonly string[] | undefined;
}

/**
 * A table out of a CSV file whose first row names the columns. Commas, semicolons, tabs or bars
 * stand between cells; the separator and the notation of numbers are detected, if not declared.
 *
 * @throws HelmholtzError (`data`) for a name that is missing or there twice, and a row that is
 * longer or shorter than the header, and numbers that can be read in two ways.
 *
 * @example
 * ```ts
 * import { parseTable } from '@helmholtz/datasets';
 *
 * const table = parseTable('age,ward\n40.5,a\n', 'new.csv');
 * console.log(table.columns, table.cells('age')[0]?.place); // [ 'age', 'ward' ] new.csv, row 1 (line 2), column "age"
 * ```
 */
export function parseTable(
  text: string,
  name: string,
  { likely, missing, ...declared }: ParseTableOptions = {},
): Table {
  const first = /^\uFEFF?sep=(.)\s*?(\r\n|\n|\r)/.exec(text);
  const separator = declared.separator ?? first?.[1] ?? detectSeparator(text);
  const all = parseCsv(text, name, { separator });
  const { columns, rows } = wellFormed(first ? all.slice(1) : all, name, separator);
  const isCode = codeTest(missing);
  const textsOf = (position: number): string[] => rows.map(({ cells }) => plainText(cells[position]!));
  const valuesOf = (position: number): string[] =>
    textsOf(position).map((text) => (isCode(text) ? '' : text));
  const notated = columns.map((column, position) => ({ name: column, texts: valuesOf(position) }));
  const notation = detectNotation(notated, { file: name, separator, declared, likely });
  return {
    name,
    columns,
    dialect: { separator, ...notation },
    source: { text, header: (first ? all.slice(1) : all)[0]!, rows },
    size: rows.length,
    cells(column) {
      const position = columns.indexOf(column);
      const values = valuesOf(position);
      const cells = rows.map(({ line }, index) => ({
        text: values[index]!,
        get place() {
          return `${name}, row ${index + 1} (line ${line}), column "${column}"`;
        },
      }));
      return plainNumbers(cells, notation);
    },
    texts: (column) => textsOf(columns.indexOf(column)),
  };
}

/**
 * A cell without blanks around it, and without the apostrophe that keeps spreadsheets from running
 * it.
 */
function plainText(cell: string): string {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}
