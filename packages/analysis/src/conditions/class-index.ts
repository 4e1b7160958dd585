import { HelmholtzError, nearest } from '@helmholtz/base';

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
  const named = typeof cell === 'string' ? classNames.indexOf(cell) : -1;
  if (named >= 0) return named;
  const value = typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : cell;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < classes) return value;
  const names = classNames.length > 0 ? ` ${nearest(textOf(cell), classNames)}` : '';
  throw new HelmholtzError('usage', `There is no ${column} ${shown(cell)}.`, {
    hint: `The model's labels are 0 to ${classes - 1}.${names}`,
  });
}

const textOf = (cell: Cell): string => (typeof cell === 'object' ? cell.join(',') : `${cell}`);
const shown = (cell: Cell): string =>
  typeof cell === 'string' && Number.isNaN(Number(cell)) ? `"${cell}"` : textOf(cell);
