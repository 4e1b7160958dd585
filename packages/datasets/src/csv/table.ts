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
  /** Columns of a typed file that hold text. Digits in them are codes, not numbers. */
  readonly textColumns?: ReadonlySet<string> | undefined;
  /** Columns of a typed file that hold lists or records, with their types. */
  readonly nestedColumns?: ReadonlyMap<string, string> | undefined;
  /**
   * Returns the cells of a column, without the blanks around them. Numbers are rewritten with a
   * decimal point and without thousands separators. Declared texts of missing values become empty.
   */
  cells(column: string): Cell[];
  /** Its text, and the positions of rows and cells. */
  readonly source: TableSource;
  /** Returns the texts of a column as they are in the file, such as names of rows. */
  texts(column: string): string[];
}

/** Text of a table, with the positions of its rows and cells. */
export interface TableSource {
  readonly text: string;
  readonly header: CsvRow;
  /** Rows below the header. */
  readonly rows: readonly CsvRow[];
}

export interface ParseTableOptions extends DeclaredDialect {
  /** Dialect for numbers that can be read in two ways, such as that of the training file. */
  readonly likely?: CsvDialect | undefined;
  /** Texts that stand for missing values, beside empty cells, `NA`, `NaN`, `null` and `?`. */
  readonly missing?: readonly string[] | undefined;
}

/**
 * Parses a CSV file whose first row names the columns. Separators are commas, semicolons, tabs or
 * bars. By default, the separator and the notation of numbers are detected.
 *
 * @throws HelmholtzError (`data`) for a missing or duplicate column name, numbers that can be read
 * in two ways, and a row longer or shorter than the header.
 *
 * @example
 * ```ts
 * import { parseTable } from '@helmholtz/datasets';
 *
 * const table = parseTable('age,ward\n40.5,a\n', 'new.csv');
 * console.log(table.columns); // [ 'age', 'ward' ]
 * console.log(table.cells('age')[0]?.place); // new.csv, row 1 (line 2), column "age"
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
