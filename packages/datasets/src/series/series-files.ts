import type { Files } from '@helmholtz/base';

import { arrayDataset } from '../array-dataset.js';
import type { CsvDialect, DeclaredDialect } from '../csv/dialect.js';
import type { ReadProgress } from '../csv/read-table.js';
import { type Dataset, exampleLength } from '../dataset.js';
import type { FileKind, FoundFile } from '../files/find-files.js';
import { tableExtensions, tableReader } from '../tables/read-table-file.js';
import type { Table } from '../csv/table.js';
import { type SeriesInTable, seriesInTable } from './series-of-table.js';
import type { SeriesTable } from './series-table.js';
import type { Stretch } from './window.js';

/** Tables, each of one series. */
export const seriesFiles: FileKind = {
  plural: 'tables',
  formats: 'CSV, Parquet or Arrow table',
  extensions: tableExtensions,
};

export interface ReadSeriesFilesOptions {
  readonly files: Files;
  readonly dialect?: DeclaredDialect | undefined;
  readonly likely?: CsvDialect | undefined;
  readonly missing?: readonly string[] | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onRead?: ((progress: ReadProgress) => void) | undefined;
}

/** Reads the table of a file. */
export async function readSeriesFile(
  { path, name }: Pick<FoundFile, 'path' | 'name'>,
  { files, dialect, likely, missing, signal }: ReadSeriesFilesOptions,
): Promise<Table> {
  const reader = tableReader(path);
  if (!reader) throw new Error(`No reader of ${path}.`);
  return reader(path, { name, files, signal, likely, missing, ...dialect });
}

/**
 * Reads files of one series each, one after another. Their names are those of the series, and their
 * subfolders the classes.
 *
 * @throws HelmholtzError (`data`) for a table that is damaged, or lacks a column.
 */
export async function readSeriesFiles(
  found: readonly FoundFile[],
  name: string,
  table: SeriesTable,
  options: ReadSeriesFilesOptions,
): Promise<SeriesInTable> {
  const parts: SeriesInTable[] = [];
  for (const file of found) {
    parts.push(seriesInTable(await readSeriesFile(file, options), { ...table, id: undefined }));
    options.onRead?.({ task: 'reading tables', done: parts.length, total: found.length });
  }
  let start = 0;
  const stretches = parts.map(({ stretches: [own] }): Stretch => {
    const steps = own?.steps ?? 0;
    start += steps;
    return { start: start - steps, steps };
  });
  const data = new Float32Array(start * table.channels.length);
  parts.forEach(({ steps }, index) => {
    const begin = (stretches[index]?.start ?? 0) * table.channels.length;
    valuesInto(steps, data.subarray(begin, begin + steps.size * table.channels.length));
  });
  return {
    name,
    steps: arrayDataset({ name, shape: [table.channels.length], data, missing: true }),
    stretches,
    ids: found.map((file) => file.name),
    classes: found.some(({ className }) => className !== undefined)
      ? found.map(({ className = '' }) => className)
      : parts.every(({ classes }) => classes)
        ? parts.flatMap(({ classes = [] }) => classes)
        : undefined,
  };
}

function valuesInto(steps: Dataset, out: Float32Array): void {
  const rows = Uint32Array.from({ length: out.length / exampleLength(steps.shape) }, (_, row) => row);
  steps.read(rows, out, { next: () => 0 });
}
