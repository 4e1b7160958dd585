import { entryOf } from '@helmholtz/base';
import type { Cell } from './cell.js';
import { codeTest } from '../fitted/missing.js';
import { detectNotation } from './detect-notation.js';
import { type CsvDialect, type DeclaredDialect, detectSeparator } from './dialect.js';
import { type CsvRow, parseCsv } from './parse-csv.js';
import { plainNumbers } from './plain-numbers.js';
import { CsvRows } from './scan-csv.js';
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
  const beginning = beginningOf(text, declared.separator);
  const rows = new CsvRows(name, beginning.separator);
  rows.add(text, true);
  return tableOf(rows, { ...beginning, name, declared, likely, missing });
}

/** What separates the cells of a table, and the number of its row of names. */
export interface Beginning {
  readonly separator: string;
  readonly header: number;
}

/** Returns how the text of a table begins: with a line such as `sep=;`, or with its names. */
export function beginningOf(text: string, separator?: string): Beginning {
  const own = /^\uFEFF?sep=(.)\s*?(\r\n|\n|\r)/.exec(text)?.[1];
  return { separator: separator ?? own ?? detectSeparator(text), header: own === undefined ? 0 : 1 };
}

/** Options of a table whose rows are read. */
interface RowOptions extends Pick<ParseTableOptions, 'likely' | 'missing'> {
  readonly name: string;
  readonly header: number;
  readonly declared: DeclaredDialect;
}

/**
 * Returns rows of a CSV file as a table: the header names the columns.
 *
 * @throws HelmholtzError (`data`) as `parseTable` does.
 */
export function tableOf(csv: CsvRows, { name, header, declared, likely, missing }: RowOptions): Table {
  const { separator } = csv;
  const { columns, first, end } = wellFormed(csv, name, header);
  const positions = new Map(columns.map((column, position) => [column, position]));
  const isCode = codeTest(missing);
  const textsOf = (position: number): string[] => csv.column(position, first, end).map(plainText);
  const valuesOf = (position: number): string[] =>
    textsOf(position).map((text) => (isCode(text) ? '' : text));
  const notation = detectNotation(
    columns.map((column, position) => ({
      name: column,
      get texts() {
        return valuesOf(position);
      },
    })),
    { file: name, separator, declared, likely },
  );
  const dialect = { separator, ...notation };
  // Columns are read several times one after another.
  let last: { readonly column: string; readonly cells: Cell[] } | undefined;
  return {
    name,
    columns,
    dialect,
    get source() {
      const text = csv.text();
      const [header, ...rows] = parseCsv(text, name, { separator }).slice(first - 1, end);
      return { text, header: header!, rows };
    },
    size: end - first,
    cells(column) {
      if (last?.column === column) return last.cells;
      const place = (index: number): string =>
        `${name}, row ${index + 1} (line ${csv.lineOf(first + index)}), column "${column}"`;
      const cells = valuesOf(entryOf(positions, column)).map(
        (text, index) => new PlacedCell(text, index, place),
      );
      last = { column, cells: plainNumbers(cells, notation) };
      return last.cells;
    },
    texts: (column) => textsOf(entryOf(positions, column)),
  };
}

class PlacedCell implements Cell {
  constructor(
    readonly text: string,
    private readonly index: number,
    private readonly placeOf: (index: number) => string,
  ) {}

  get place(): string {
    return this.placeOf(this.index);
  }
}

/**
 * A cell without blanks around it, and without the apostrophe that keeps spreadsheets from running
 * it.
 */
function plainText(cell: string): string {
  const text = cell.trim();
  return /^'[=+\-@]/.test(text) ? text.slice(1) : text;
}
