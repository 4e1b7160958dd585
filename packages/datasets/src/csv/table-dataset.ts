import { arrayDataset } from '../array-dataset.js';
import type { Dataset, DatasetPair } from '../dataset.js';
import { HelmholtzError, nearest } from '@helmholtz/base';
import { type ColumnKind, type EncodedColumn, categoriesOf, encodeColumn, inferKind } from './columns.js';
import type { Table } from './table.js';

/** What columns hold, by their names, where it is not what their cells look like. */
export type ColumnKinds = Readonly<Record<string, ColumnKind>>;

/** Two tables of the same columns as data sets of rows, `columns` of them saying which elements are which column's. */
export function tableDatasets(train: Table, test: Table, kinds: ColumnKinds = {}): DatasetPair {
  checkKinds(train, kinds);
  const missing = train.columns.find((column) => !test.columns.includes(column));
  if (missing !== undefined) {
    throw new HelmholtzError('data', `${test.name} has no column "${missing}", which ${train.name} has.`, {
      hint: 'Both have the same columns; their order does not matter.',
    });
  }
  const kindOf = (name: string): ColumnKind => kinds[name] ?? inferKind(train.cells(name));
  const columns = train.columns.flatMap((name) => {
    const kind = kindOf(name);
    return kind === 'label' || kind === 'ignored' ? [] : [encodeColumn(name, kind, train.cells(name))];
  });
  if (columns.length === 0) {
    throw new HelmholtzError('usage', `No column of ${train.name} is left to model.`, {
      hint: 'All of them are ignored, or the label.',
    });
  }
  const [label, second] = train.columns.filter((name) => kinds[name] === 'label');
  if (second !== undefined) {
    throw new HelmholtzError('usage', `"${label}" and "${second}" are both said to be the label.`, {
      hint: 'Examples have one class each.',
    });
  }
  const classNames = label === undefined ? undefined : categoriesOf(label, train.cells(label));
  const part = (name: string, table: Table): Dataset => {
    const labels = classNames && labelsOf(table, label!, classNames);
    const rows = encoded(table, columns);
    return { ...arrayDataset({ name, ...rows, labels, classNames }), columns };
  };
  return { train: part('csv/train', train), test: part('csv/test', test) };
}

function checkKinds({ name, columns }: Table, kinds: ColumnKinds): void {
  const unknown = Object.keys(kinds).find((column) => !columns.includes(column));
  if (unknown === undefined) return;
  throw new HelmholtzError('usage', `${name} has no column "${unknown}".`, {
    hint: nearest(unknown, columns),
  });
}

function encoded(
  table: Table,
  columns: readonly EncodedColumn[],
): { readonly shape: readonly number[]; readonly data: Float32Array } {
  const width = columns.reduce((sum, { size }) => sum + size, 0);
  const data = new Float32Array(table.size * width);
  let start = 0;
  for (const { name, size, write } of columns) {
    table.cells(name).forEach((cell, row) => {
      const at = row * width + start;
      write(cell, data.subarray(at, at + size));
    });
    start += size;
  }
  return { shape: [width], data };
}

function labelsOf(table: Table, label: string, classNames: readonly string[]): Uint8Array {
  return Uint8Array.from(table.cells(label), ({ text, place }) => {
    const index = classNames.indexOf(text);
    if (index >= 0) return index;
    throw new HelmholtzError('data', `${place} is ${JSON.stringify(text)}, a class of no training row.`, {
      hint: `The classes are: ${classNames.join(', ')}.`,
    });
  });
}
