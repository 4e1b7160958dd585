import { HelmholtzError, nearest } from '@helmholtz/base';

import { arrayDataset } from '../array-dataset.js';
import type { Cell } from '../csv/cell.js';
import type { Table } from '../csv/table.js';
import type { Dataset } from '../dataset.js';
import { numberOf, shown } from '../fitted/cells.js';
import { dateFormat } from '../fitted/date-format.js';
import { fitColumn } from '../fitted/fit-column.js';
import type { ColumnKinds } from '../fitted/fitted.js';
import { isMissing } from '../fitted/missing.js';
import { piecesOf } from './pieces-of.js';
import type { SeriesColumns, SeriesTable } from './series-table.js';
import { checkWindow, type Stretch, wholeSeries, type WindowRule, windowsIn } from './window.js';

/** Values of the series in a table, one after another, each in order of time. */
export interface SeriesInTable {
  readonly name: string;
  /** A row an example, of shape [channels]. */
  readonly steps: Dataset;
  readonly stretches: readonly Stretch[];
  readonly ids: readonly string[];
  /** Text of the class of each series; empty for none. */
  readonly classes: readonly string[] | undefined;
}

/**
 * Returns the columns of a long table: those of `columns` that are ignored or identifiers are left
 * out, `label` is the class, and all others are channels.
 *
 * @throws HelmholtzError (`usage`) for a column that the table does not have; (`data`) if no column
 * is left.
 */
export function seriesColumns(
  table: Pick<Table, 'name' | 'columns'>,
  { id, time }: SeriesColumns,
  columns: ColumnKinds = {},
): SeriesTable {
  for (const [key, column] of Object.entries({ id, time })) {
    if (column === undefined || table.columns.includes(column)) continue;
    throw new HelmholtzError(
      'usage',
      `${table.name} has no column "${column}", which data.series.${key} names.`,
      {
        hint: nearest(column, table.columns),
      },
    );
  }
  const kindOf = (column: string): string | undefined => {
    const own = Object.hasOwn(columns, column) ? columns[column] : undefined;
    return typeof own === 'object' ? own.kind : own;
  };
  const unknown = Object.keys(columns).find((column) => !table.columns.includes(column));
  if (unknown !== undefined) {
    throw new HelmholtzError('usage', `${table.name} has no column "${unknown}", which data.columns names.`, {
      hint: nearest(unknown, table.columns),
    });
  }
  const others = table.columns.filter((column) => column !== id && column !== time);
  const channels = others.filter(
    (column) => !['ignored', 'identifier', 'label'].includes(kindOf(column) ?? ''),
  );
  if (channels.length === 0) {
    throw new HelmholtzError('data', `${table.name} has no columns of values.`, {
      hint: 'A table of series has a row for each step, and a column for each channel.',
    });
  }
  const label = others.find((column) => kindOf(column) === 'label');
  return { id, time, channels, ...(label === undefined ? {} : { label }) };
}

/**
 * Reads the series of a long table, with a row for each step.
 *
 * @throws HelmholtzError (`data`) for a cell that is no number, a time without a value or twice in
 * a series, and classes that change within a series.
 */
export function seriesInTable(table: Table, { id, time, channels, label }: SeriesTable): SeriesInTable {
  const { name, size } = table;
  for (const column of [id, time, label, ...channels]) {
    if (column === undefined || table.columns.includes(column)) continue;
    throw new HelmholtzError('data', `${name} has no column "${column}".`, {
      hint: nearest(column, table.columns),
    });
  }
  const groups = new Map<string, number[]>();
  const names = id === undefined ? undefined : table.cells(id);
  for (let row = 0; row < size; row++) {
    const cell = names?.[row];
    if (cell?.text === '') throw empty(cell, 'names a series');
    const own = groups.get(cell?.text ?? name);
    if (own) own.push(row);
    else groups.set(cell?.text ?? name, [row]);
  }
  if (time !== undefined) sortByTime(table.cells(time), [...groups.values()]);
  const order = [...groups.values()].flat();
  const data = new Float32Array(size * channels.length);
  channels.forEach((channel, index) => {
    const cells = table.cells(channel);
    order.forEach((row, at) => {
      data[at * channels.length + index] = valueOf(cells[row]!, channel);
    });
  });
  let start = 0;
  const stretches = [...groups.values()].map(({ length: steps }): Stretch => {
    start += steps;
    return { start: start - steps, steps };
  });
  const classes = label === undefined ? undefined : classesIn(table.cells(label), [...groups.values()]);
  const steps = arrayDataset({ name, shape: [channels.length], data, missing: true });
  return { name, steps, stretches, ids: [...groups.keys()], classes };
}

function sortByTime(cells: readonly Cell[], groups: readonly number[][]): void {
  const [first] = cells;
  const column = /column "(.*)"$/.exec(first?.place ?? '')?.[1] ?? 'time';
  const fitted = fitColumn(column, 'real', cells);
  const date = fitted.kind === 'real' ? fitted.date : undefined;
  const format = date === undefined ? undefined : dateFormat(date);
  const times = cells.map((cell) => {
    const value = isMissing(cell.text) ? undefined : format ? format.parse(cell.text) : numberOf(cell.text);
    if (value === undefined) throw empty(cell, 'orders the steps of a series');
    return value;
  });
  for (const rows of groups) {
    rows.sort((a, b) => times[a]! - times[b]! || a - b);
    const twice = rows.findIndex((row, index) => index > 0 && times[row] === times[rows[index - 1]!]);
    if (twice < 0) continue;
    const cell = cells[rows[twice]!]!;
    throw new HelmholtzError(
      'data',
      `${cell.place} is ${shown(cell.text)}, the time of another row of its series.`,
      {
        hint: 'Give each step of a series a time of its own, or name the column of the series: data: { series: { id: <column> } }.',
      },
    );
  }
}

function valueOf(cell: Cell, column: string): number {
  if (isMissing(cell.text)) return NaN;
  const value = numberOf(cell.text);
  if (value !== undefined && Number.isFinite(Math.fround(value))) return value;
  throw new HelmholtzError('data', `${cell.place} is ${shown(cell.text)}, and a number was expected.`, {
    hint: `Correct the cell, or leave the column out: data: { columns: { ${column}: ignored } }. A column of classes is a label.`,
  });
}

function classesIn(cells: readonly Cell[], groups: readonly (readonly number[])[]): string[] {
  return groups.map((rows) => {
    const text = cells[rows[0]!]!.text;
    const other = rows.find((row) => cells[row]!.text !== text);
    if (other === undefined) return isMissing(text) ? '' : text;
    const cell = cells[other]!;
    throw new HelmholtzError(
      'data',
      `${cell.place} is ${shown(cell.text)}, and its series has the class ${shown(text)}.`,
      {
        hint: 'A series has one class. Correct the cell, or leave the column out: ignored.',
      },
    );
  });
}

function empty(cell: Cell, does: string): HelmholtzError {
  return new HelmholtzError('data', `${cell.place} is ${shown(cell.text)}, and the column ${does}.`, {
    hint: 'Fill the cell in, or leave the row out.',
  });
}

export interface SeriesDatasetOptions {
  readonly name: string;
  readonly table: SeriesTable;
  /** Steps of an example without windows; shorter series are padded. */
  readonly length: number;
  readonly window?: Required<WindowRule> | undefined;
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Returns series, or windows of them, as a data set. Their names are identifiers.
 *
 * @throws HelmholtzError (`data`) for a series that is longer than an example.
 */
export function seriesDataset(
  { name: file, steps, stretches, ids, classes }: SeriesInTable,
  { name, table, length, window, classNames }: SeriesDatasetOptions,
): Dataset {
  checkWindow(file, stretches, window);
  const longer = window ? -1 : stretches.findIndex((stretch) => stretch.steps > length);
  if (longer >= 0) {
    throw new HelmholtzError(
      'data',
      `${file}: the series ${ids[longer]} has ${stretches[longer]?.steps} steps, and an example ${length}.`,
      { hint: 'Leave its last steps out, or train with data.window, which cuts series of any length.' },
    );
  }
  const pieces = window ? windowsIn(stretches, window) : wholeSeries(stretches);
  const numbers = classNames && classes && labelsOf(classes, classNames);
  const labels = numbers && pieces.map(({ series }) => numbers[series]!);
  const identifiers = [
    { name: table.id ?? 'series', values: pieces.map(({ series }) => ids[series]!) },
    ...(window
      ? [{ name: 'start', values: pieces.map(({ series, start }) => `${start - stretches[series]!.start}`) }]
      : []),
  ];
  const dataset = piecesOf(steps, {
    name,
    length: window?.length ?? length,
    pieces,
    labels: labels && (labels.includes(-1) ? Int16Array.from(labels) : Uint8Array.from(labels)),
    classNames,
    identifiers,
  });
  return { ...dataset, series: { table, ...(window ? { window } : {}) } };
}

/** Classes by their names; a class that training did not have is an error. */
function labelsOf(classes: readonly string[], classNames: readonly string[]): number[] {
  return classes.map((name) => {
    const label = classNames.indexOf(name);
    if (label >= 0 || name === '') return label;
    throw new HelmholtzError('data', `${shown(name)} is no class of the training series.`, {
      hint: nearest(name, classNames),
    });
  });
}
