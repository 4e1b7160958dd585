import { itemAt } from '@helmholtz/base';
/**
 * Formats a table with a header line. Columns are two spaces apart; those in `toTheRight` are
 * right-aligned.
 */
export function formatTable<Column extends string>(
  columns: readonly Column[],
  rows: readonly Readonly<Record<Column, string>>[],
  toTheRight: readonly Column[],
): string[] {
  const widths = columns.map((column) => Math.max(length(column), ...rows.map((row) => length(row[column]))));
  const line = (cell: (column: Column) => string) =>
    columns
      .map((column, index) => {
        const space = ' '.repeat(itemAt(widths, index) - length(cell(column)));
        return toTheRight.includes(column) ? space + cell(column) : cell(column) + space;
      })
      .join('  ')
      .trimEnd();
  return [
    line((column) => column),
    widths.map((width) => '─'.repeat(width)).join('──'),
    ...rows.map((row) => line((column) => row[column])),
  ];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

function length(text: string): number {
  return [...graphemes.segment(text)].length;
}
