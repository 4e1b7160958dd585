import { HelmholtzError, nearest } from '@helmholtz/base';

import { arrayDataset } from '../array-dataset.js';
import { UNLABELLED } from '../checks.js';
import type { Dataset, Identifier, Labels, MissingValues } from '../dataset.js';
import type { ReadProgress } from '../csv/read-table.js';
import type { Table } from '../csv/table.js';
import { columnProgress } from './column-progress.js';
import { numberIn, shown, unfit } from './cells.js';
import { columnOf, type EncodedColumn } from './column.js';
import type { FittedColumn, FittedTable } from './fitted.js';
import { isMissing } from './missing.js';

/** The columns of a fitted table, in the order of their elements. */
export function columnsOf({ columns }: FittedTable): EncodedColumn[] {
  return columns.map(columnOf);
}

/**
 * Turns the rows of a table into examples with the parameters fitted to the training rows. Columns
 * are found by their names, and unknown columns are left out. Missing cells become NaN.
 *
 * @param name name of the data set, such as `csv/test`.
 * @throws HelmholtzError (`data`) for a missing column, and a cell that does not fit the kind of
 * its column.
 */
export function applyTable(
  fitted: FittedTable,
  table: Table,
  name: string,
  onRead?: (progress: ReadProgress) => void,
): Dataset {
  const columns = columnsOf(fitted);
  checkColumns(fitted, table);
  const { shape, data, missing } = encoded(
    table,
    columns,
    columnProgress(table, `rows of ${table.name}`, onRead),
  );
  const { label } = fitted;
  // New rows need not have a class.
  const labelled = label && table.columns.includes(label.name);
  return {
    ...arrayDataset({
      name,
      shape,
      data,
      ...(labelled ? { labels: labelsOf(table, label) } : {}),
      classNames: label?.classNames,
      missing: true,
    }),
    missing,
    table,
    file: table.name,
    written: writtenIn(table, columns),
    columns,
    fitted,
    identifiers: identifiersOf(fitted, table),
    ...besideRows(fitted, table, name),
  };
}

/** Returns the cell of an element of a row. */
function writtenIn(table: Table, columns: readonly EncodedColumn[]): NonNullable<Dataset['written']> {
  const nameOf = columns.flatMap(({ name, size }) => new Array<string>(size).fill(name));
  return (row, element) => {
    const name = nameOf[element];
    return name === undefined ? undefined : table.cells(name)[row];
  };
}

/**
 * Returns rows of a table as the texts of their cells: the inverse of `applyTable`.
 *
 * @param values elements of the rows, one after another.
 */
export function invertTable(fitted: FittedTable, values: Float32Array): string[][] {
  const columns = columnsOf(fitted);
  const width = columns.reduce((sum, { size }) => sum + size, 0);
  return Array.from({ length: values.length / width }, (_, row) => {
    let start = row * width;
    return columns.map(({ size, text }) => text(values.subarray(start, (start += size))));
  });
}

/** The columns of a table that the model does not use. */
export function unusedColumns(fitted: FittedTable, { columns }: Table): string[] {
  const used = new Set(usedColumns(fitted));
  return columns.filter((name) => !used.has(name));
}

function usedColumns({ columns, label, identifiers, ignored, ...beside }: FittedTable): string[] {
  const { exposures = [], offsets = [], conditions = [], weights } = beside;
  const named = [...columns.map(({ name }) => name), ...(label ? [label.name] : [])];
  const given = conditions.map(({ name }) => name);
  const factors = [...exposures, ...offsets, ...given, ...(weights === undefined ? [] : [weights])];
  return [...named, ...identifiers, ...ignored, ...factors];
}

/** Names of the columns that rows must have. */
export function modelledNames({ columns }: FittedTable): string[] {
  return columns.filter(({ kind }) => kind !== 'constant').map(({ name }) => name);
}

function checkColumns(fitted: FittedTable, table: Table): void {
  const { exposures = [], offsets = [], conditions = [] } = fitted;
  const given = conditions.map(({ name }) => name);
  const needed = [...modelledNames(fitted), ...exposures, ...offsets, ...given];
  const missing = needed.filter((name) => !table.columns.includes(name));
  if (missing.length === 0) return;
  const known = new Set(usedColumns(fitted));
  const others = table.columns.filter((name) => !known.has(name));
  const [first] = missing;
  const list = missing.map((name) => `"${name}"`).join(', ');
  throw new HelmholtzError('data', `${table.name} has no column ${list}, which the training rows have.`, {
    hint:
      others.length > 0
        ? `${nearest(first!, others)} Columns are found by their names; their order does not matter.`
        : 'All columns of the training rows are needed; their order does not matter.',
  });
}

/** Rows as elements, and which cells are missing. */
interface EncodedRows {
  readonly shape: readonly number[];
  readonly data: Float32Array;
  readonly missing: MissingValues | undefined;
}

function encoded(
  table: Table,
  columns: readonly EncodedColumn[],
  report: (position: number) => void,
): EncodedRows {
  const width = columns.reduce((sum, { size }) => sum + size, 0);
  const data = new Float32Array(table.size * width);
  let first: string | undefined;
  let start = 0;
  const counts = columns.map(({ name, size, write, isMissing: without }, position) => {
    report(position);
    let count = 0;
    if (size === 0) return { name, count };
    table.cells(name).forEach((cell, row) => {
      const at = row * width + start;
      write(cell, data.subarray(at, at + size));
      if (!without(cell)) return;
      count++;
      first ??= cell.place;
    });
    start += size;
    return { name, count };
  });
  const missing =
    first === undefined
      ? undefined
      : {
          count: counts.reduce((sum, { count }) => sum + count, 0),
          total: table.size * columns.filter(({ size }) => size > 0).length,
          columns: counts.filter(({ count }) => count > 0),
          first,
        };
  return { shape: [width], data, missing };
}

/** Returns exposures and offsets, which feed the inputs of their names, and weights of rows. */
function besideRows(
  { exposures = [], offsets = [], conditions = [], weights }: FittedTable,
  table: Table,
  part: string,
): Pick<Dataset, 'others'> {
  // New rows need no weights.
  const weighted = weights !== undefined && table.columns.includes(weights) ? [weights] : [];
  const others = [...exposures, ...offsets, ...weighted].map((name) => {
    const positive = exposures.includes(name);
    const isWeight = name === weights;
    const expected = positive ? 'a positive number' : isWeight ? 'a weight from 0 on' : 'a number';
    const data = table.cells(name).map((cell) => {
      const value = numberIn(cell, expected);
      if (positive && Math.fround(value) <= 0) throw unfit(cell, expected);
      if (isWeight && value < 0) throw unfit(cell, expected);
      return [value];
    });
    return [name, arrayDataset({ name: `${part}-${name}`, shape: [1], data })] as const;
  });
  const given = conditions.map((column) => [column.name, conditionOf(column, table, part)] as const);
  const all = [...others, ...given];
  return all.length === 0 ? {} : { others: Object.fromEntries(all) };
}

/** @throws HelmholtzError (`data`) for a row without a value: a model is given all its conditions. */
function conditionOf(fitted: FittedColumn, table: Table, part: string): Dataset {
  const { name, size, write, isMissing: without } = columnOf(fitted);
  const data = new Float32Array(table.size * size);
  table.cells(name).forEach((cell, row) => {
    if (without(cell)) {
      throw unfit(
        cell,
        'a value',
        'The model is conditioned on this column: fill the cell in, or leave the row out.',
      );
    }
    write(cell, data.subarray(row * size, (row + 1) * size));
  });
  return arrayDataset({ name: `${part}-${name}`, shape: [size], data });
}

function labelsOf(table: Table, { name, classNames }: NonNullable<FittedTable['label']>): Labels {
  const labels = Int16Array.from(table.cells(name), ({ text, place }) => {
    const index = classNames.indexOf(text);
    if (index >= 0) return index;
    if (isMissing(text)) return UNLABELLED;
    throw new HelmholtzError(
      'data',
      `${place} is ${shown(text)}, which is not a class of the training rows.`,
      {
        hint: `The classes are: ${classNames.join(', ')}. To add classes, declare all of them and train again: columns: { ${name}: { kind: label, categories: [...] } }.`,
      },
    );
  });
  return labels.includes(UNLABELLED) ? labels : Uint8Array.from(labels);
}

function identifiersOf({ identifiers }: FittedTable, table: Table): Identifier[] {
  return identifiers
    .filter((name) => table.columns.includes(name))
    .map((name) => ({ name, values: table.texts(name) }));
}
