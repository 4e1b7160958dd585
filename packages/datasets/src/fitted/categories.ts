import { HelmholtzError } from '@helmholtz/base';

import type { Cell } from '../csv/cell.js';
import { shown } from './cells.js';
import type { ColumnOptions } from './fitted.js';
import { isMissing } from './missing.js';

/** More texts than this are names or notes rather than categories. */
const MOST_CATEGORIES = 256;

/** The cells that have a value. */
export function presentCells(cells: readonly Cell[], categories: ColumnOptions['categories'] = []): Cell[] {
  const known = categories.map(String);
  return cells.filter(({ text }) => !isMissing(text) || known.includes(text));
}

/** Share of different texts from which on they are names of rows. */
const ALMOST_UNIQUE = 0.9;

/** Fewer texts than this may all differ by chance. */
const LEAST_NAMES = 20;

/** Whether texts are almost all different: they name the rows. */
export function isNames(cells: readonly Cell[]): boolean {
  const present = presentCells(cells);
  const unique = new Set(present.map(({ text }) => text)).size;
  return unique >= LEAST_NAMES && unique > ALMOST_UNIQUE * present.length;
}

/** Error about a column all of whose cells are missing. */
export function withoutValues(name: string, [first]: readonly Cell[]): HelmholtzError {
  const file = first?.place.split(',')[0] ?? 'The table';
  return new HelmholtzError('data', `${file}: all cells of the column "${name}" are missing.`, {
    hint: `Leave it out with: columns: { ${name}: ignored } in the data of the spec.`,
  });
}

/**
 * Returns the categories of a column: as declared, or the texts of its cells in alphabetical order.
 *
 * @throws HelmholtzError (`data`) for too few or too many texts, and a cell with an undeclared
 * category; (`usage`) for declared categories that are too few, too many or duplicates.
 */
export function fitCategories(
  name: string,
  cells: readonly Cell[],
  declared?: ColumnOptions['categories'],
): string[] {
  if (declared) {
    const categories = declared.map(String);
    checkDeclared(name, categories);
    const known = new Set(categories);
    const stray = presentCells(cells, categories).find(({ text }) => !known.has(text));
    if (!stray) return categories;
    throw new HelmholtzError(
      'data',
      `${stray.place} is ${shown(stray.text)}, which is not one of the declared categories.`,
      {
        hint: `Add it to them: data: { columns: { ${name}: { kind: categorical, categories: [${[...categories, stray.text].slice(-4).join(', ')}] } } }, or correct the cell.`,
      },
    );
  }
  const present = presentCells(cells);
  if (present.length === 0) throw withoutValues(name, cells);
  const categories = [...new Set(present.map(({ text }) => text))].sort();
  if (categories.length > 1 && categories.length <= MOST_CATEGORIES) return categories;
  const found = categories.length === 1 ? 'only one category' : `${categories.length} different texts`;
  const many =
    categories.length > 1 ? ` If it identifies the rows, declare it: columns: { ${name}: identifier }.` : '';
  throw new HelmholtzError('data', `The column "${name}" has ${found}.`, {
    hint: `A categorical column has 2 to ${MOST_CATEGORIES} categories. Leave it out with: columns: { ${name}: ignored } in the data of a spec.${many}`,
  });
}

function checkDeclared(name: string, categories: readonly string[]): void {
  const twice = categories.find((category, index) => categories.indexOf(category) < index);
  if (twice !== undefined) {
    throw new HelmholtzError('usage', `The category ${shown(twice)} of "${name}" is declared twice.`, {
      hint: 'List each category once, in the order of the elements.',
    });
  }
  if (categories.length >= 2 && categories.length <= MOST_CATEGORIES) return;
  throw new HelmholtzError('usage', `${categories.length} categories of "${name}" are declared.`, {
    hint: `A categorical column has 2 to ${MOST_CATEGORIES}.`,
  });
}
