import { HelmholtzError } from '@helmholtz/base';
import type { Cell } from './table.js';

/** What the values of a column are: what they are modelled as; or the class of each example; or nothing of use. */
export type ColumnKind = 'real' | 'count' | 'binary' | 'categorical' | 'label' | 'ignored';

/** A column of a table as elements of an example. */
export interface Column {
  readonly name: string;
  readonly kind: Exclude<ColumnKind, 'label' | 'ignored'>;
  /** How many elements: one, or one for each category. */
  readonly size: number;
  /** Values of its elements as a table has them; of a category, the one with the largest value. */
  readonly text: (values: ArrayLike<number>) => string;
}

/** A column that cells can be written into. */
export interface EncodedColumn extends Column {
  /** Writes a cell's elements. */
  readonly write: (cell: Cell, out: Float32Array) => void;
}

/** More texts than this are names or notes rather than categories. */
const MOST_CATEGORIES = 256;

/** Digits that tell float32 numbers apart. */
const DIGITS = 7;

/**
 * What a column holds, by its cells: text is categories, zeros and ones are binary, other whole numbers from 0 on are counts, and
 * all else is real.
 */
export function inferKind(cells: readonly Cell[]): Column['kind'] {
  const numbers = cells.map(({ text }) => numberOf(text));
  if (numbers.includes(undefined)) return 'categorical';
  if (numbers.every((value) => value === 0 || value === 1)) return 'binary';
  return numbers.every((value) => Number.isInteger(value) && value! >= 0) ? 'count' : 'real';
}

/**
 * A column by its training cells: real numbers are taken less their mean and divided by their standard deviation, categories
 * become one-hot in alphabetical order, counts and zeros and ones are as they are.
 *
 * @throws HelmholtzError (`data`) that names the row and column of a cell that is not of its kind.
 */
export function encodeColumn(name: string, kind: Column['kind'], training: readonly Cell[]): EncodedColumn {
  if (kind === 'real') return realColumn(name, training);
  if (kind === 'categorical') return categoricalColumn(name, training);
  const allowed = kind === 'binary' ? isBinary : isCount;
  const expected = kind === 'binary' ? '0 or 1' : 'a whole number from 0 on';
  return {
    name,
    kind,
    size: 1,
    write(cell, out) {
      const value = numberIn(cell, expected);
      if (!allowed(value)) throw unfit(cell, expected);
      out[0] = value;
    },
    text: (values) => plain(values[0]!),
  };
}

const isBinary = (value: number): boolean => value === 0 || value === 1;
const isCount = (value: number): boolean => value >= 0 && Number.isInteger(value);

function realColumn(name: string, training: readonly Cell[]): EncodedColumn {
  const values = training.map((cell) => numberIn(cell, 'a number'));
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2 / values.length, 0);
  // What does not vary has no scale of its own.
  const scale = Math.sqrt(variance) || 1;
  return {
    name,
    kind: 'real',
    size: 1,
    write: (cell, out) => void (out[0] = (numberIn(cell, 'a number') - mean) / scale),
    text: (values) => plain(values[0]! * scale + mean),
  };
}

function categoricalColumn(name: string, training: readonly Cell[]): EncodedColumn {
  const categories = categoriesOf(name, training);
  const known = new Map(categories.map((category, index) => [category, index]));
  return {
    name,
    kind: 'categorical',
    size: categories.length,
    write(cell, out) {
      const index = known.get(filled(cell).text);
      if (index === undefined) throw unfit(cell, `one of ${listed(categories)}`);
      out.fill(0);
      out[index] = 1;
    },
    text: (values) => categories[Array.from(values).indexOf(Math.max(...Array.from(values)))]!,
  };
}

/** The texts of a column, in alphabetical order. */
export function categoriesOf(name: string, cells: readonly Cell[]): string[] {
  const categories = [...new Set(cells.map((cell) => filled(cell).text))].sort();
  if (categories.length > 1 && categories.length <= MOST_CATEGORIES) return categories;
  throw new HelmholtzError(
    'data',
    `The column "${name}" has ${categories.length === 1 ? 'one category alone' : `${categories.length} different texts`}.`,
    {
      hint: `Categories are 2 to ${MOST_CATEGORIES}. Leave it out with: columns: { ${name}: ignored } in the data of a spec.`,
    },
  );
}

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function numberOf(text: string): number | undefined {
  return numeral.test(text) ? Number(text) : undefined;
}

function numberIn(cell: Cell, expected: string): number {
  const value = numberOf(filled(cell).text);
  // What float32 holds is what is computed with.
  if (value !== undefined && Number.isFinite(Math.fround(value))) return value;
  throw unfit(cell, expected);
}

function filled(cell: Cell): Cell {
  if (cell.text !== '') return cell;
  throw new HelmholtzError('data', `${cell.place} is empty.`, {
    hint: 'Fill in missing values, or leave the rows or the column out.',
  });
}

function unfit({ place, text }: Cell, expected: string): HelmholtzError {
  const shown = text.length > 40 ? `${text.slice(0, 37)}...` : text;
  return new HelmholtzError('data', `${place} is ${JSON.stringify(shown)}, and ${expected} was expected.`, {
    hint: 'What a column holds is read off the training rows; `columns` in the data of a spec says otherwise.',
  });
}

function listed(categories: readonly string[]): string {
  const shown = categories.slice(0, 8).map((category) => JSON.stringify(category));
  return categories.length > shown.length ? `${shown.join(', ')}, ...` : shown.join(', ');
}

const plain = (value: number): string => `${Number(value.toPrecision(DIGITS))}`;
