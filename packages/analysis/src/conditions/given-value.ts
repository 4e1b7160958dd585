import { HelmholtzError } from '@helmholtz/base';

/**
 * Value of a condition: a number, the name of a class, several of them, or vectors for an input of
 * several elements. A text is read as on the command line: `0.9`, `setosa`, `0.1,0.5`, `0:1:0.25`,
 * `1,0;0,1` for vectors, `@doses.npy` or `@doses.csv` for a value of each example.
 */
export type GivenValue = number | string | readonly (number | string)[] | readonly (readonly number[])[];

/** Values of conditions by the names of their inputs. */
export type Given = Readonly<Record<string, GivenValue>>;

/** One value before it is checked: a number or a name, or the numbers of a vector. */
export type Cell = number | string | readonly number[];

/** What decides how a text is read. */
interface Reading {
  readonly name: string;
  /** Whether one value is a vector of numbers. */
  readonly vector: boolean;
  readonly classNames?: readonly string[] | undefined;
}

/** Most values of a range. */
const MOST = 10_000;

/**
 * Returns the values of a condition, one for each value of a grid.
 *
 * @throws HelmholtzError (`usage`) for an empty list, and a range that is none.
 */
export function cellsOf(value: GivenValue, reading: Reading): readonly Cell[] {
  const cells = typeof value === 'string' ? cellsOfText(value.trim(), reading) : listOf(value, reading);
  if (cells.length > 0) return cells;
  throw wrong(reading.name, 'nothing', 'Give a number, a class, a list such as 0.1,0.5, or a range.');
}

function listOf(value: Exclude<GivenValue, string>, { vector }: Reading): readonly Cell[] {
  if (!Array.isArray(value)) return [value as number];
  const list = value as readonly (number | string)[] | readonly (readonly number[])[];
  const isOne = vector && list.every((each) => typeof each === 'number');
  return isOne ? [list] : list;
}

function cellsOfText(text: string, { name, vector, classNames = [] }: Reading): readonly Cell[] {
  // The name of a class may look like a list.
  if (classNames.includes(text)) return [text];
  if (text.includes(':')) return rangeOf(text, name);
  if (!vector) return text.split(',').map((each) => each.trim());
  return text.split(';').map((each) => each.split(',').map((one) => numberOf(one, name)));
}

/** Reads `0:1:0.25` as 0, 0.25, 0.5, 0.75, 1. */
function rangeOf(text: string, name: string): readonly number[] {
  const [from = NaN, to = NaN, step = NaN, ...rest] = text.split(':').map((each) => numberOf(each, name));
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (rest.length > 0 || !Number.isFinite(count) || count < 1) {
    throw wrong(name, `"${text}"`, 'A range is from:to:step, such as 0:1:0.25. Both ends are included.');
  }
  if (count > MOST) throw wrong(name, `a range of ${count} values`, `At most ${MOST} values are possible.`);
  return Array.from({ length: count }, (_, index) => Number((from + index * step).toPrecision(12)));
}

/** @throws HelmholtzError (`usage`) for a text that is no number. */
export function numberOf(text: string, name: string): number {
  const value = text.trim() === '' ? NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw wrong(name, `"${text.trim()}"`, 'Give a number.');
}

/** An error about the value that a condition was given. */
export function wrong(name: string, value: string, hint: string): HelmholtzError {
  return new HelmholtzError('usage', `The input "${name}" was given ${value}.`, { hint });
}
