/**
 * Returns rows as the text of a CSV file. Cells with commas, quotes or line breaks, and empty
 * cells, are quoted.
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

function quoted(cell: string): string {
  return cell === '' || /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
