import { HelmholtzError, nearest, RandomStream, itemAt } from '@helmholtz/base';

import type { Table } from '../csv/table.js';
import { columnOf } from '../fitted/column.js';
import { fitColumn } from '../fitted/fit-column.js';
import { rowsOfTable } from './rows-of-table.js';

/** Rule that divides a table without a test set. */
export interface SplitRule {
  /** Column whose groups are not divided, or by whose values rows are ordered. */
  readonly by?: string | undefined;
  /** `time`: the last rows are the test set, and those before them the validation set. */
  readonly order?: 'time' | undefined;
  /** Share of the rows for validation; none by default. */
  readonly validation?: number | undefined;
  /** Seed that chooses rows or groups; 0 by default. */
  readonly seed?: number | undefined;
}

export interface SplitTableOptions extends SplitRule {
  readonly testShare?: number | undefined;
  /** Pattern of the dates of the column `by`; ISO dates are detected. */
  readonly date?: string | undefined;
}

export interface TableParts {
  readonly train: Table;
  readonly validation?: Table;
  readonly test: Table;
  /** The rule in one line. */
  readonly line: string;
}

const TEST_SHARE = 0.1;

/**
 * Divides a table into training, validation and test rows: at random, by groups, or in order of
 * time. Each part keeps the order of the file.
 *
 * @throws HelmholtzError (`usage`) for a column that the table does not have, and an order without
 * a column; (`data`) if no rows are left for a part.
 */
export function splitTable(table: Table, options: SplitTableOptions): TableParts {
  const { by, order, validation: validationShare = 0, testShare = TEST_SHARE, seed = 0 } = options;
  if (order !== undefined && by === undefined) {
    throw new HelmholtzError('usage', `data.split has the order ${order}, and no column.`, {
      hint: `Name the column of the times: split: { by: date, order: ${order} }.`,
    });
  }
  if (by !== undefined && !table.columns.includes(by)) {
    throw new HelmholtzError('usage', `${table.name} has no column "${by}", which data.split names.`, {
      hint: nearest(by, table.columns),
    });
  }
  // The first units become the test set, the next ones the validation set.
  const units =
    by === undefined
      ? shuffled(rowUnits(table), seed)
      : order === undefined
        ? shuffled(groupsOf(table, by), seed)
        : latestFirst(table, by, options.date);
  const test = take(units, 0, testShare * table.size);
  const validation = take(units, test.length, validationShare * table.size);
  const rest = units.slice(test.length + validation.length);
  if (rest.length === 0 || test.length === 0) {
    const what = by === undefined || order ? `${table.size} rows` : `${units.length} groups of "${by}"`;
    throw new HelmholtzError('data', `${table.name} has only ${what}: too few to hold a test set out.`, {
      hint: 'Add rows, give smaller shares (data.testShare, data.split.validation), or a test set of its own.',
    });
  }
  const rows = (part: readonly (readonly number[])[]): Table =>
    rowsOfTable(
      table,
      part.flat().sort((a, b) => a - b),
    );
  const parts = {
    train: rows(rest),
    test: rows(test),
    ...(validation.length > 0 ? { validation: rows(validation) } : {}),
  };
  return { ...parts, line: lineOf(table, parts, { by, order, seed }) };
}

function rowUnits({ size }: Table): number[][] {
  return Array.from({ length: size }, (_, row) => [row]);
}

function groupsOf(table: Table, by: string): number[][] {
  const groups = new Map<string, number[]>();
  table.texts(by).forEach((text, row) => {
    const own = groups.get(text);
    if (own) own.push(row);
    else groups.set(text, [row]);
  });
  return [...groups.values()];
}

function latestFirst(table: Table, by: string, date: string | undefined): number[][] {
  const cells = table.cells(by);
  const column = columnOf(fitColumn(by, 'real', cells, { date }));
  const value = new Float32Array(1);
  const times = cells.map((cell) => {
    column.write(cell, value);
    if (!Number.isNaN(value[0])) return value[0]!;
    throw new HelmholtzError('data', `${cell.place} is empty, and data.split orders rows by it.`, {
      hint: 'Give each row a time, or leave such rows out.',
    });
  });
  return rowUnits(table).sort(([a = 0], [b = 0]) => itemAt(times, b) - itemAt(times, a) || b - a);
}

function shuffled(units: number[][], seed: number): number[][] {
  const random = new RandomStream(seed, 'split');
  for (let last = units.length - 1; last > 0; last--) {
    const other = random.nextInteger(last + 1);
    [units[last], units[other]] = [units[other]!, units[last]!];
  }
  return units;
}

/** Returns units from `start` on with at least `rows` rows together, rounded. */
function take(units: readonly number[][], start: number, rows: number): number[][] {
  const taken: number[][] = [];
  if (rows === 0) return taken;
  let count = 0;
  for (const unit of units.slice(start)) {
    if (count >= Math.max(Math.round(rows), 1)) break;
    taken.push(unit);
    count += unit.length;
  }
  return taken;
}

function lineOf(
  { name }: Table,
  { test, validation }: Omit<TableParts, 'line'>,
  { by, order, seed }: Pick<SplitRule, 'by' | 'order'> & { readonly seed: number },
): string {
  const validationText = validation ? ` and ${validation.size} for validation` : '';
  const rule = order
    ? `the last ones by "${by ?? ''}"`
    : `chosen by the seed ${seed}${by === undefined ? '' : `, no "${by}" on both sides`}`;
  return `${name}: ${test.size} rows are held out for the test${validationText}, ${rule}`;
}
