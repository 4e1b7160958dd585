import type { Table } from '../csv/table.js';
import type { Dataset, DatasetPair } from '../dataset.js';
import type { ColumnKinds, Fitted, FittedArray } from '../fitted/fitted.js';
import type { FoundFile } from '../files/find-files.js';
import { partsOfFolder } from '../files/parts-of-folder.js';
import {
  readSeriesFile,
  readSeriesFiles,
  type ReadSeriesFilesOptions,
  seriesFiles,
} from '../series/series-files.js';
import {
  seriesColumns,
  seriesDataset,
  type SeriesInTable,
  seriesInTable,
} from '../series/series-of-table.js';
import type { SeriesColumns, SeriesTable } from '../series/series-table.js';
import { completedWindow, type WindowRule } from '../series/window.js';

interface SeriesPairOptions {
  /** Name of the source. */
  readonly name: string;
  readonly declared: SeriesColumns;
  readonly columns: ColumnKinds | undefined;
  readonly window: WindowRule | undefined;
  readonly known: FittedArray | undefined;
}

interface Parts {
  readonly train: Table;
  readonly validation?: Table | undefined;
  readonly test: Table;
}

/** Returns the series of long tables, with a row for each step, as arrays [steps, channels]. */
export function seriesPair({ train, validation, test }: Parts, options: SeriesPairOptions): DatasetPair {
  const { known, declared, columns } = options;
  const table = known?.series?.table ?? seriesColumns(train, declared, columns);
  return pairOf(
    {
      train: seriesInTable(train, table),
      ...(validation ? { validation: seriesInTable(validation, table) } : {}),
      test: seriesInTable(test, table),
    },
    table,
    options,
  );
}

interface SeriesFilesOptions extends SeriesPairOptions, ReadSeriesFilesOptions {
  readonly testShare?: number | undefined;
  readonly onChange?: ((line: string) => void) | undefined;
}

/**
 * Returns the series of a folder with a table for each series, in the subfolders `train`,
 * `validation` and `test`, or divided by a share of each class.
 */
export async function seriesFilesPair(folder: string, options: SeriesFilesOptions): Promise<DatasetPair> {
  const { files, testShare, known, declared, columns, onChange } = options;
  const found = await partsOfFolder(folder, {
    files,
    kind: seriesFiles,
    testShare,
    isTrained: false,
    onChange,
  });
  const first = await readSeriesFile(found.train[0]!, options);
  const table = known?.series?.table ?? seriesColumns(first, declared, columns);
  const read = (part: readonly FoundFile[], name: string): Promise<SeriesInTable> =>
    readSeriesFiles(part, name, table, options);
  const own = {
    train: await read(found.train, 'train'),
    ...(found.validation.length > 0 ? { validation: await read(found.validation, 'validation') } : {}),
    test: await read(found.test, 'test'),
  };
  return pairOf(own, table, options);
}

interface PartsOfSeries {
  readonly train: SeriesInTable;
  readonly validation?: SeriesInTable | undefined;
  readonly test: SeriesInTable;
}

function pairOf(
  own: PartsOfSeries,
  table: SeriesTable,
  { name, window: rule, known }: SeriesPairOptions,
): DatasetPair {
  const window = known ? known.series?.window : completedWindow(rule);
  const length = known ? (known.shape[0] ?? 1) : longestOf(Object.values(own));
  const classNames = known ? known.classNames : namesOf(own.train);
  const part = (which: string, series: SeriesInTable): Dataset =>
    seriesDataset(series, { name: `${name}/${which}`, table, length, window, classNames });
  return {
    train: part('train', own.train),
    ...(own.validation ? { validation: part('validation', own.validation) } : {}),
    test: part('test', own.test),
  };
}

/** Parameters fitted to the series of a table. */
type FittedOfSeries = FittedArray & { readonly series: { readonly table: SeriesTable } };

export function isOfSeries(fitted: Fitted): fitted is FittedOfSeries {
  return fitted.form === 'array' && fitted.series?.table !== undefined;
}

/** Returns the series of a table of new rows, as a trained model reads them. */
export function newSeries(name: string, rows: Table, fitted: FittedOfSeries): Dataset {
  return newDataset(name, seriesInTable(rows, fitted.series.table), fitted);
}

/** Returns series that were read, as a trained model reads them. */
export function newDataset(name: string, read: SeriesInTable, fitted: FittedOfSeries): Dataset {
  const { shape, classNames, series } = fitted;
  return seriesDataset(read, {
    name,
    table: series.table,
    length: shape[0] ?? 1,
    window: fitted.series.window,
    classNames,
  });
}

function longestOf(all: readonly SeriesInTable[]): number {
  const lengths = all.flatMap(({ stretches }) => stretches.map(({ steps }) => steps));
  return lengths.reduce((most, steps) => Math.max(most, steps), 1);
}

function namesOf({ classes }: SeriesInTable): string[] | undefined {
  return classes && [...new Set(classes)].filter((name) => name !== '').sort();
}
