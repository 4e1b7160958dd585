import { HelmholtzError } from '@helmholtz/base';

import type { Cell } from '../csv/cell.js';
import { listed, numberOf, unfit } from './cells.js';
import { fitCategories, presentCells } from './categories.js';
import type { ColumnOptions, FittedOrdinal } from './fitted.js';

/** More grades than this are counts or amounts. */
const MOST_GRADES = 100;

/**
 * Fits a column of grades: as declared, or all whole numbers from the least to the greatest of its
 * cells.
 *
 * @throws HelmholtzError (`data`) for texts whose order is not declared, other numbers, and too many
 * grades.
 */
export function fitOrdinal(
  name: string,
  cells: readonly Cell[],
  { categories, likelihood }: Pick<ColumnOptions, 'categories' | 'likelihood'>,
): FittedOrdinal {
  if (categories) return { name, kind: 'ordinal', categories: fitCategories(name, cells, categories) };
  const grades = presentCells(cells).map((cell) => gradeOf(name, cell));
  const [least, greatest] = rangeOf(grades, typeof likelihood === 'object' ? likelihood.levels : undefined);
  if (greatest - least < MOST_GRADES) {
    const levels = Array.from({ length: greatest - least + 1 }, (_, level) => `${least + level}`);
    return { name, kind: 'ordinal', categories: levels };
  }
  throw new HelmholtzError('data', `The column "${name}" has grades from ${least} to ${greatest}.`, {
    hint: `At most ${MOST_GRADES} grades are possible. Choose count or real: data: { columns: { ${name}: count } }.`,
  });
}

/** With a declared number of levels, grades may begin at 0 or 1. */
function rangeOf(grades: readonly number[], levels: unknown): [least: number, greatest: number] {
  const least = grades.reduce((one, other) => Math.min(one, other), Infinity);
  const greatest = grades.reduce((one, other) => Math.max(one, other), -Infinity);
  if (typeof levels !== 'number') return [least, greatest];
  if (least >= 0 && greatest < levels) return [0, levels - 1];
  return least >= 1 && greatest <= levels ? [1, levels] : [least, greatest];
}

function gradeOf(name: string, cell: Cell): number {
  const value = numberOf(cell.text);
  if (value !== undefined && Number.isInteger(value)) return value;
  throw unfit(
    cell,
    'a grade as a whole number',
    `Declare the grades from the lowest to the highest: data: { columns: { ${name}: { kind: ordinal, categories: [low, middle, high] } } }.`,
  );
}

/**
 * Returns the number of the grade of a cell.
 *
 * @throws HelmholtzError (`data`) for a grade that the training rows do not have.
 */
export function gradeIn(cell: Cell, { name, categories }: FittedOrdinal): number {
  const number = numberOf(cell.text);
  const grade = categories.indexOf(number === undefined ? cell.text : `${number}`);
  if (grade >= 0) return grade;
  const exact = categories.indexOf(cell.text);
  if (exact >= 0) return exact;
  throw unfit(
    cell,
    `one of the grades ${listed(categories)}`,
    `The model knows the grades of its training rows. Correct the cell; or declare all grades in their order and train again: data: { columns: { ${name}: { kind: ordinal, categories: [...] } } }.`,
  );
}
