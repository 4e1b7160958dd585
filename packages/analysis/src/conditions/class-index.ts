import { closeName, HelmholtzError, nearest } from '@helmholtz/base';

import type { Cell } from './given-value.js';

/** Classes of a condition. */
interface Classes {
  readonly name: string;
  readonly column: string;
  readonly classes: number;
  readonly classNames?: readonly string[] | undefined;
}

/**
 * Returns the number of a class that was given by its name or its number. A text that is a name and
 * a number is the name.
 *
 * @throws HelmholtzError (`usage`) for an unknown class.
 */
export function classIndex({ column, classes, classNames = [] }: Classes, cell: Cell): number {
  const namedClass = typeof cell === 'string' ? classNames.indexOf(cell) : -1;
  if (namedClass >= 0) return namedClass;
  const value = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < classes) return value;
  throw new HelmholtzError('usage', `There is no ${column} ${quoted(cell)}.`, {
    hint: hintOn({ column, classes, classNames }, textOf(cell)),
  });
}

/** Names that a hint prints in full. */
const MOST_NAMES = 20;

function hintOn({ column, classes, classNames = [] }: Omit<Classes, 'name'>, given: string): string {
  const [first, last] = [classNames[0], classNames.at(-1)];
  const numbers = `0 to ${classes - 1}`;
  if (first === undefined || last === undefined) {
    return column === 'label' ? `The model's labels are ${numbers}.` : `Its classes are ${numbers}.`;
  }
  const inOrder = `Numbers from ${numbers} mean the same, in this order.`;
  if (classNames.length <= MOST_NAMES) return `${nearest(given, classNames)} ${inOrder}`;
  const near = closeName(given, classNames);
  const question = near === undefined ? '' : `Did you mean "${near}"? `;
  return `${question}Valid are ${classNames.length} names from "${first}" to "${last}". ${inOrder}`;
}

const textOf = (cell: Cell): string => (typeof cell === 'object' ? cell.join(',') : `${cell}`);
const quoted = (cell: Cell): string =>
  typeof cell === 'string' && Number.isNaN(Number(cell)) ? `"${cell}"` : textOf(cell);
