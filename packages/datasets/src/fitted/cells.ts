import { HelmholtzError } from '@helmholtz/base';

import type { Cell } from '../csv/cell.js';
import { type BooleanWords, booleanOf } from './boolean-words.js';
import { type DateFormat, isoDateIn } from './date-format.js';

const numeral = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The number that a cell's text is; undefined for any other text. */
export function numberOf(text: string): number | undefined {
  return numeral.test(text) ? Number(text) : undefined;
}

/**
 * @throws HelmholtzError (`data`) for a cell without a number, or with a number too large for
 * float32.
 */
export function numberIn(cell: Cell, expected: string): number {
  const value = numberOf(cell.text);
  // Computations use float32, so the float32 value must be finite.
  if (value !== undefined && Number.isFinite(Math.fround(value))) return value;
  throw unfit(cell, expected);
}

/**
 * Returns the number of a cell that holds a date.
 *
 * @throws HelmholtzError (`data`) for a cell that holds no date of the pattern.
 */
export function dateIn(cell: Cell, pattern: string, { parse }: DateFormat): number {
  const value = parse(cell.text) ?? isoDateIn(cell.text, pattern);
  if (value !== undefined) return value;
  throw unfit(
    cell,
    `a date as ${pattern}`,
    `Correct the cell; or declare the pattern of the column in the spec: data: { columns: { ${columnIn(cell.place)}: { kind: real, date: DD.MM.YYYY } } }.`,
  );
}

/**
 * Returns the number of a cell that holds a word for 0 or 1.
 *
 * @throws HelmholtzError (`data`) for a cell that holds neither a word nor 0 or 1.
 */
export function booleanIn(cell: Cell, words: BooleanWords): 0 | 1 {
  const value = booleanOf(cell.text, words) ?? booleanOf(cell.text, ['0', '1']);
  if (value === undefined) throw unfit(cell, listed(words).replace(', ', ' or '));
  return value;
}

/** An error about a cell that is not of its column's kind. */
export function unfit(
  { place, text }: Cell,
  expected: string,
  hint = `Correct the cell. The kind was inferred from the training rows; to set another kind: data: { columns: { ${columnIn(place)}: <kind> } } in the spec.`,
): HelmholtzError {
  return new HelmholtzError('data', `${place} is ${shown(text)}, and ${expected} was expected.`, { hint });
}

/** Returns the column of a cell's place as a key of a spec. */
export function columnIn(place: string): string {
  const name = /column "(.*)"$/s.exec(place)?.[1] ?? '<column>';
  return /^[A-Za-z_<]\w*>?$/.test(name) ? name : JSON.stringify(name);
}

/** A text in quotes, cut to 40 characters. */
export function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text);
}

/** Up to eight texts, in quotes. */
export function listed(texts: readonly string[]): string {
  const some = texts.slice(0, 8).map((text) => JSON.stringify(text));
  return texts.length > some.length ? `${some.join(', ')}, ...` : some.join(', ');
}
