import { type CsvDialect, plainDialect } from './dialect.js';
import { numberReader, plainNotation, writeNumber } from './number-notation.js';
import { withoutFormula } from './without-formula.js';

const { matches: isNumber } = numberReader(plainNotation);

/**
 * Returns rows as the text of a CSV file. Cells with separators, quotes or line breaks are
 * quoted, and the empty cell of a single column. Numbers get the decimal separator of the dialect.
 * A text that a spreadsheet would run as a formula, such as `=1+1`, gets an apostrophe, which
 * `parseTable` removes.
 *
 * @example
 * ```ts
 * import { encodeCsv } from '@helmholtz/datasets';
 *
 * console.log(encodeCsv([['name', 'note'], ['a', 'x, y']]).trim());
 * // name,note
 * // a,"x, y"
 * ```
 */
export function encodeCsv(rows: readonly (readonly string[])[], dialect: CsvDialect = plainDialect): string {
  const { separator } = dialect;
  const cell = (text: string, _: number, row: readonly string[]): string => {
    const safe = isNumber(text) ? writeNumber(text, dialect) : withoutFormula(text);
    // An empty line would be no row.
    const alone = safe === '' && row.length === 1;
    const quoted = alone || safe.includes(separator) || /["\r\n]/.test(safe);
    return quoted ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((row) => `${row.map(cell).join(separator)}\n`).join('');
}
