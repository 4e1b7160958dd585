/** What a spreadsheet takes for a formula, and what is only a number. */
const formula = /^[=+\-@\t\r]/;
const number = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$|^-Infinity$/i;

/**
 * Returns rows as the text of a CSV file. Cells with commas, quotes or line breaks, and empty
 * cells, are quoted. A text that a spreadsheet would run as a formula, such as `=1+1`, gets an
 * apostrophe, which `parseTable` removes.
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
export function encodeCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(quoted).join(',')}\n`).join('');
}

function quoted(text: string): string {
  const cell = formula.test(text) && !number.test(text) ? `'${text}` : text;
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
