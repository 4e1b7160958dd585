import { itemAt } from '@helmholtz/base';
import { parseCsv } from '../csv/parse-csv.js';
import type { CsvRow } from '../csv/parse-csv.js';
import type { Table, TableSource } from '../csv/table.js';

/** Returns the rows of a table at `indices`, in that order. Cells keep their places in the file. */
export function rowsOfTable(table: Table, indices: readonly number[]): Table {
  const { name, columns, dialect, textColumns, nestedColumns } = table;
  const pick = <Value>(values: readonly Value[]): Value[] => indices.map((index) => itemAt(values, index));
  let source: TableSource | undefined;
  return {
    name,
    columns,
    dialect,
    textColumns,
    nestedColumns,
    size: indices.length,
    cells: (column) => pick(table.cells(column)),
    texts: (column) => pick(table.texts(column)),
    get source() {
      return (source ??= sourceOf(table, pick(table.source.rows)));
    },
  };
}

function sourceOf({ name, source, dialect }: Table, rows: readonly CsvRow[]): TableSource {
  const lines = [source.header, ...rows].map(({ spans }) =>
    source.text.slice(spans[0]?.[0], spans.at(-1)?.[1]),
  );
  const text = `${lines.join('\n')}\n`;
  const [header = source.header, ...below] = parseCsv(text, name, dialect);
  return { text, header, rows: below };
}
