import type { Cell } from '../csv/table.js';
import { numberOf } from './cells.js';

/**
 * What the values of a column are: what they are modelled as; the class of each example; what names an example; or nothing of
 * use.
 */
export type ColumnKind = 'real' | 'count' | 'binary' | 'categorical' | 'label' | 'identifier' | 'ignored';

/** Kinds of columns that are modelled. */
export type ModelledKind = Exclude<ColumnKind, 'label' | 'identifier' | 'ignored'>;

/**
 * What a column holds, by its cells: text is categories, zeros and ones are binary, other whole numbers from 0 on are counts, and
 * all else is real.
 */
export function inferKind(cells: readonly Cell[]): ModelledKind {
  const numbers = cells.map(({ text }) => numberOf(text));
  if (numbers.includes(undefined)) return 'categorical';
  if (numbers.every((value) => value === 0 || value === 1)) return 'binary';
  return numbers.every((value) => Number.isInteger(value) && value! >= 0) ? 'count' : 'real';
}
