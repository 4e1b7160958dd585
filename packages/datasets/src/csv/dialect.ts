import { parseCsv, type CsvRow } from './parse-csv.js';
import { type NumberNotation, plainNotation } from './number-notation.js';

/** Format of a table as text: the separator of its cells and the notation of its numbers. */
export interface CsvDialect extends NumberNotation {
  /** One character between cells, such as `;`. */
  readonly separator: string;
}

/** Declared properties of a dialect; the others are detected. */
export type DeclaredDialect = { readonly [Key in keyof CsvDialect]?: CsvDialect[Key] | undefined };

/** The standard dialect: separated by commas, with a decimal point. */
export const plainDialect: CsvDialect = { separator: ',', ...plainNotation };

/** Rows that the separator is detected from. */
const SAMPLE = 20;
const separators = [',', ';', '\t', '|'];
const numberLike = /^\s*[+-]?\d[\d.,']*\s*$/;

/**
 * Returns the separator that the first rows of a table agree on, outside quotes. If several do,
 * returns the separator with the most cells that look like numbers, then with the most cells.
 */
export function detectSeparator(text: string): string {
  const rows = (separator: string, most: number): CsvRow[] => {
    try {
      return parseCsv(text, '', { separator, most });
    } catch {
      // Quotes fit between other separators.
      return [];
    }
  };
  for (const most of [SAMPLE, 1]) {
    const candidates = separators
      .map((separator) => ({ separator, ...scored(rows(separator, most)) }))
      .filter(({ cells }) => cells > 1)
      .sort((first, second) => second.numbers - first.numbers || second.cells - first.cells);
    if (candidates[0]) return candidates[0].separator;
  }
  return plainDialect.separator;
}

/**
 * The number of cells in each row, 0 where rows differ; and the share of them that look like
 * numbers.
 */
function scored([header, ...rows]: readonly CsvRow[]): { readonly cells: number; readonly numbers: number } {
  const cells = header?.cells.length ?? 0;
  if (rows.some((row) => row.cells.length !== cells)) return { cells: 0, numbers: 0 };
  const numbers = rows.flatMap((row) => row.cells).filter((cell) => numberLike.test(cell)).length;
  return { cells, numbers: numbers / (cells * rows.length || 1) };
}

/** Whether a dialect has commas and a decimal point. */
export function isPlain({ separator, decimal, thousands }: CsvDialect): boolean {
  return separator === ',' && decimal === '.' && thousands === undefined;
}

const names: Readonly<Record<string, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
  '.': 'points',
  ' ': 'blanks',
  "'": 'apostrophes',
};

/** Returns a line about a dialect; undefined for commas and a decimal point. */
export function describeDialect(dialect: CsvDialect): string | undefined {
  if (isPlain(dialect)) return undefined;
  const { separator, decimal, thousands } = dialect;
  const said = (character: string): string => names[character] ?? JSON.stringify(character);
  const parts = [
    `cells between ${said(separator)}`,
    `a decimal ${decimal === ',' ? 'comma' : 'point'}`,
    ...(thousands === undefined ? [] : [`${said(thousands)} between thousands`]),
  ];
  return parts.join(', ');
}
