import { readArrow } from '../arrow/read-arrow.js';
import { readTable, type ReadTableOptions } from '../csv/read-table.js';
import type { Table } from '../csv/table.js';
import { readParquet } from '../parquet/read-parquet.js';

type ReadTableFile = (path: string, options: ReadTableOptions) => Promise<Table>;

const readers: Readonly<Record<string, ReadTableFile>> = {
  '.parquet': readParquet,
  '.arrow': readArrow,
  '.feather': readArrow,
  '.csv': readTable,
  '.tsv': readTable,
};

/** Ends of the names of files with tables. */
export const tableExtensions: readonly string[] = Object.keys(readers);

/** Returns the reader of a table by the end of the file's name; undefined for other files. */
export function tableReader(path: string): ReadTableFile | undefined {
  const name = path.toLowerCase();
  const extension = tableExtensions.find((each) => name.endsWith(each));
  return extension === undefined ? undefined : readers[extension];
}
