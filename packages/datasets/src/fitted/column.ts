import type { Cell } from '../csv/cell.js';
import { dateFormat } from './date-format.js';
import { booleanIn, dateIn, listed, numberIn, unfit } from './cells.js';
import type { ModelledKind } from './column-kind.js';
import type { FittedCategorical, FittedColumn, FittedConstant, FittedOrdinal } from './fitted.js';
import { wholeKinds } from './fit-column.js';
import { numberText } from './number-text.js';
import { gradeIn } from './ordinal-column.js';
import { isMissing } from './missing.js';

/** A column of a table as elements of an example. */
export interface Column {
  readonly name: string;
  readonly kind: ModelledKind | 'constant';
  /** How many elements: one, one for each category, or none of a constant column. */
  readonly size: number;
  /** Number of grades of an ordinal column. */
  readonly levels?: number | undefined;
  /**
   * Values of its elements as a table has them; of a category, the one with the largest value;
   * empty for NaN.
   */
  readonly text: (values: ArrayLike<number>) => string;
}

/** A column that cells can be written into. */
export interface EncodedColumn extends Column {
  /** Whether a cell has no value. */
  readonly isMissing: (cell: Cell) => boolean;
  /** Writes a cell's elements: NaN for a cell without a value. */
  readonly write: (cell: Cell, out: Float32Array) => void;
}

/**
 * Returns the reader and writer of the cells of a fitted column.
 *
 * `write` throws HelmholtzError (`data`) that names the row and column of a cell of another kind.
 */
export function columnOf(fitted: FittedColumn): EncodedColumn {
  const { write, text, ...facts } = presentColumnOf(fitted);
  const categories = 'categories' in fitted ? fitted.categories : [];
  // A declared category may look like a missing value, such as the country code NA.
  const without = (cell: Cell): boolean => isMissing(cell.text) && !categories.includes(cell.text);
  return {
    ...facts,
    isMissing: without,
    write: (cell, out) => void (without(cell) ? out.fill(NaN) : write(cell, out)),
    text: (values) => (Number.isNaN(values[0]) ? '' : text(values)),
  };
}

type PresentColumn = Omit<EncodedColumn, 'isMissing'>;

/** Returns the reader and writer of cells with a value. */
function presentColumnOf(fitted: FittedColumn): PresentColumn {
  const { name, kind } = fitted;
  if (kind === 'constant') return constantColumn(fitted);
  if (kind === 'categorical') return categoricalColumn(fitted);
  if (kind === 'ordinal') return ordinalColumn(fitted);
  if (kind === 'real') {
    const { center, scale, date } = fitted;
    if (date !== undefined) {
      const format = dateFormat(date);
      return {
        name,
        kind,
        size: 1,
        write: (cell, out) => void (out[0] = (dateIn(cell, date, format) - center) / scale),
        text: (values) => format.write(values[0]! * scale + center),
      };
    }
    return {
      name,
      kind,
      size: 1,
      write: (cell, out) => void (out[0] = (numberIn(cell, 'a number') - center) / scale),
      text: (values) => numberText(values[0]! * scale + center, fitted),
    };
  }
  const { words } = fitted;
  if (words) {
    return {
      name,
      kind,
      size: 1,
      write: (cell, out) => void (out[0] = booleanIn(cell, words)),
      // The mean of a column is neither word.
      text({ 0: value = 0 }) {
        return value === 0 || value === 1 ? words[value] : numberText(value, fitted);
      },
    };
  }
  const { allows, expected } = wholeKinds[kind];
  return {
    name,
    kind,
    size: 1,
    write(cell, out) {
      const value = numberIn(cell, expected);
      if (!allows(value)) throw unfit(cell, expected);
      out[0] = value;
    },
    text: (values) => numberText(values[0]!, fitted),
  };
}

function constantColumn({ name, kind, text }: FittedConstant): PresentColumn {
  return { name, kind, size: 0, write: () => undefined, text: () => text };
}

/** A mean is written as the nearest grade. */
function ordinalColumn(fitted: FittedOrdinal): PresentColumn {
  const { name, kind, categories } = fitted;
  const highest = categories.length - 1;
  return {
    name,
    kind,
    size: 1,
    levels: categories.length,
    write: (cell, out) => void (out[0] = gradeIn(cell, fitted)),
    text: (values) => categories[Math.min(Math.max(Math.round(values[0]!), 0), highest)]!,
  };
}

function categoricalColumn({ name, categories }: FittedCategorical): PresentColumn {
  const known = new Map(categories.map((category, index) => [category, index]));
  return {
    name,
    kind: 'categorical',
    size: categories.length,
    write(cell, out) {
      const index = known.get(cell.text);
      if (index === undefined) {
        const all = categories.length > 8 ? '...' : [...categories, cell.text].join(', ');
        throw unfit(
          cell,
          `one of ${listed(categories)}`,
          `The model knows the categories of its training rows. Correct the cell or leave the row out; or declare all categories and train again: data: { columns: { ${name}: { kind: categorical, categories: [${all}] } } }.`,
        );
      }
      out.fill(0);
      out[index] = 1;
    },
    text: (values) => categories[Array.from(values).indexOf(Math.max(...Array.from(values)))]!,
  };
}
