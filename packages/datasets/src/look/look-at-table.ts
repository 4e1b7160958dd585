import { HelmholtzError } from '@helmholtz/base';

import type { Cell } from '../csv/cell.js';
import type { Table } from '../csv/table.js';
import { booleanOf, booleanWords } from '../fitted/boolean-words.js';
import { numberOf } from '../fitted/cells.js';
import { inferKind } from '../fitted/column-kind.js';
import { dateFormat, detectDates } from '../fitted/date-format.js';
import { isMissing } from '../fitted/missing.js';
import type { CategoryCount, ColumnLook, DataLook } from './look.js';
import { lookAtNumbers } from './number-look.js';

const MOST_CATEGORIES = 12;

/** Texts of one or two rows each are no categories. */
const TEXT_SHARE = 0.5;

/** Fewer different texts than this may be categories of a few rows. */
const LEAST_TEXTS = 10;

/**
 * Looks at each column of a table: its kind, range, moments, quantiles, zeros, missing and
 * different values. Nothing is fitted, and no cell is an error.
 *
 * @example
 * ```ts
 * import { lookAtTable, parseTable } from '@helmholtz/datasets';
 *
 * const { columns } = lookAtTable(parseTable('age,ward\n40.5,a\nNA,b\n', 'new.csv'));
 * console.log(columns.map(({ name, kind, missing }) => [name, kind, missing]));
 * // [ [ 'age', 'real', 1 ], [ 'ward', 'categorical', 0 ] ]
 * ```
 */
export function lookAtTable(table: Table): DataLook {
  const before = new Map<string, string>();
  const columns = table.columns.map((name) => {
    const cells = table.cells(name);
    const key = cells.map(({ text }) => text).join('\u0000');
    const sameAs = before.get(key);
    if (sameAs === undefined) before.set(key, name);
    return { ...lookAtColumn(name, cells, isText(table, name)), ...(sameAs === undefined ? {} : { sameAs }) };
  });
  return { form: 'table', name: table.name, examples: table.size, looked: table.size, columns };
}

function isText({ textColumns, nestedColumns }: Table, name: string): boolean {
  return (textColumns?.has(name) ?? false) || (nestedColumns?.has(name) ?? false);
}

function lookAtColumn(name: string, cells: readonly Cell[], declaredText: boolean): ColumnLook {
  const present = cells.filter(({ text }) => !isMissing(text));
  const texts = present.map(({ text }) => text);
  const unique = new Set(texts).size;
  const facts = { name, missing: cells.length - present.length, unique };
  if (present.length === 0) return { ...facts, kind: 'empty' };
  const date = detectDates(present);
  if (date !== undefined) return { ...facts, kind: 'real', ...datesOf(texts, date) };
  const words = booleanWords(present);
  if (words) {
    const numbers = lookAtNumbers(texts.map((text) => booleanOf(text, words) ?? NaN));
    return { ...facts, kind: 'binary', numbers, categories: counted(texts) };
  }
  const { kind, problem } = kindOf(present, declaredText);
  if (kind !== 'categorical') {
    return { ...facts, kind, numbers: lookAtNumbers(texts.map((text) => numberOf(text) ?? NaN)) };
  }
  const isText = unique >= LEAST_TEXTS && unique > TEXT_SHARE * present.length;
  const refused = problem === undefined ? {} : { problem };
  return { ...facts, kind: isText ? 'text' : 'categorical', categories: counted(texts), ...refused };
}

/** A column that training refuses, such as numbers with a stray text, is one of texts here. */
function kindOf(
  cells: readonly Cell[],
  declaredText: boolean,
): { readonly kind: ReturnType<typeof inferKind>; readonly problem?: string } {
  try {
    return { kind: inferKind(cells, declaredText) };
  } catch (error) {
    if (!(error instanceof HelmholtzError)) throw error;
    return { kind: 'categorical', problem: [error.message, error.hint ?? ''].join(' ').trim() };
  }
}

function datesOf(texts: readonly string[], date: string): Pick<ColumnLook, 'date' | 'dates' | 'numbers'> {
  const { parse, write } = dateFormat(date);
  const numbers = lookAtNumbers(texts.map((text) => parse(text) ?? NaN));
  return { date, numbers, dates: [write(numbers.minimum), write(numbers.maximum)] };
}

/** Returns how often each text stands, the most frequent first. */
export function counted(texts: readonly string[]): CategoryCount[] {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
    .slice(0, MOST_CATEGORIES);
}
