import { HelmholtzError } from '@helmholtz/base';

import { codeTest } from '../fitted/missing.js';
import { plainDialect } from './dialect.js';
import { encodeCsv } from './encode-csv.js';
import { parseCsv } from './parse-csv.js';
import type { Table, TableSource } from './table.js';

/** A column of a file that stores each column with its type, such as Parquet or Arrow. */
export interface ColumnarColumn {
  readonly name: string;
  /** `text` and `nested` columns are not read as numbers. */
  readonly type: 'number' | 'text' | 'nested';
  /** Type as the file names it, for messages. */
  readonly typeName: string;
  /** Texts of its cells; empty for null. */
  readonly texts: () => readonly string[];
}

/**
 * Returns columns as a table. Numbers are written as in a CSV file, so tables of all formats are
 * fitted and applied in the same way.
 *
 * @throws HelmholtzError (`data`) for a table without rows, and two columns of one name.
 */
export function columnarTable(
  name: string,
  size: number,
  columns: readonly ColumnarColumn[],
  missing?: readonly string[],
): Table {
  checkColumns(name, size, columns);
  const byName = new Map(columns.map((column) => [column.name, column]));
  const isCode = codeTest(missing);
  const textsOf = (column: string): string[] =>
    (byName.get(column)?.texts() ?? []).map((text) => text.trim());
  const namesOf = (type: ColumnarColumn['type']): string[] =>
    columns.filter((column) => column.type === type).map((column) => column.name);
  let source: TableSource | undefined;
  return {
    name,
    columns: columns.map((column) => column.name),
    size,
    dialect: plainDialect,
    textColumns: new Set(namesOf('text')),
    nestedColumns: new Map(namesOf('nested').map((column) => [column, byName.get(column)?.typeName ?? ''])),
    cells: (column) =>
      textsOf(column).map((text, row) => ({
        text: isCode(text) ? '' : text,
        get place() {
          return `${name}, row ${row + 1}, column "${column}"`;
        },
      })),
    get source() {
      return (source ??= asCsv(name, columns));
    },
    texts: textsOf,
  };
}

/** The text that a CSV file of these columns would have. */
function asCsv(name: string, columns: readonly ColumnarColumn[]): TableSource {
  const texts = columns.map((column) => column.texts());
  const rows = (texts[0] ?? []).map((_, row) => texts.map((column) => column[row] ?? ''));
  const text = encodeCsv([columns.map((column) => column.name), ...rows]);
  const [header = { line: 1, cells: [], spans: [] }, ...below] = parseCsv(text, name);
  return { text, header, rows: below };
}

function checkColumns(name: string, size: number, columns: readonly ColumnarColumn[]): void {
  if (columns.length === 0 || size === 0) {
    throw new HelmholtzError('data', `${name} has no ${columns.length === 0 ? 'columns' : 'rows'}.`, {
      hint: 'Each row is an example: write at least one.',
    });
  }
  const names = columns.map((column) => column.name);
  const wrong = names.findIndex((own, index) => own === '' || names.indexOf(own) < index);
  const column = names[wrong];
  if (column === undefined) return;
  const what =
    column === ''
      ? `a column without a name (column ${wrong + 1} of ${names.length})`
      : `two columns named "${column}" (columns ${names.indexOf(column) + 1} and ${wrong + 1})`;
  throw new HelmholtzError('data', `${name} has ${what}.`, {
    hint: 'Give each column a name of its own before you write the file.',
  });
}

/** Returns the shortest text that reads back as the same float32 number. */
export function shortFloat32(value: number): string {
  if (!Number.isFinite(value)) return `${value}`;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return `${short}`;
  }
  return `${Number(value.toPrecision(9))}`;
}

/** Returns a date as `2024-02-28`, from its days since 1970. */
export function dateText(days: number): string {
  return isoText(days * 86_400_000)?.slice(0, 10) ?? 'out of range';
}

/** Returns a time as `2024-02-28T10:30:05`, from its milliseconds since 1970. */
export function timeText(milliseconds: number): string {
  return isoText(milliseconds)?.slice(0, 19) ?? 'out of range';
}

function isoText(milliseconds: number): string | undefined {
  const date = new Date(milliseconds);
  return Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

/** Returns a nested value as JSON, with whole numbers of 64 bits in all digits. */
export function nestedText(value: unknown): string {
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'bigint' ? `${each}` : each));
}
