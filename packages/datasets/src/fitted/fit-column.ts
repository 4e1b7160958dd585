import { HelmholtzError } from '@helmholtz/base';

import type { Cell } from '../csv/cell.js';
import { booleanWords } from './boolean-words.js';
import { dateFormat, detectDates } from './date-format.js';
import { booleanIn, dateIn, numberIn, shown, unfit } from './cells.js';
import type { ModelledKind } from './column-kind.js';
import type { ColumnOptions, FittedColumn, NumberSummary } from './fitted.js';
import { isMissing } from './missing.js';
import { centerAndScale, extremes, type StandardizeMethod } from './standardize.js';

/** More texts than this are names or notes rather than categories. */
const MOST_CATEGORIES = 256;

/** Numbers that a kind of column takes. */
export const wholeKinds = {
  binary: { allows: (value: number) => value === 0 || value === 1, expected: '0 or 1' },
  count: {
    allows: (value: number) => value >= 0 && Number.isInteger(value),
    expected: 'a whole number from 0 on',
  },
} as const;

/**
 * Fits a column to its training cells. Missing cells are counted and left out.
 *
 * @throws HelmholtzError (`data`) that names the row and column of a cell that is not of its kind,
 * or a column without values.
 */
export function fitColumn(
  name: string,
  kind: ModelledKind,
  all: readonly Cell[],
  options: Omit<ColumnOptions, 'kind'> = {},
): FittedColumn {
  const cells = presentCells(all, options.categories);
  if (cells.length === 0) throw withoutValues(name, all);
  const fitted = withBounds(fitPresent(name, kind, cells, options), options.bounds, cells);
  return cells.length === all.length ? fitted : { ...fitted, missing: all.length - cells.length };
}

/** The cells that have a value. */
export function presentCells(cells: readonly Cell[], categories: ColumnOptions['categories'] = []): Cell[] {
  const known = categories.map(String);
  return cells.filter(({ text }) => !isMissing(text) || known.includes(text));
}

/**
 * Adds the bounds of a column.
 *
 * @throws HelmholtzError (`data`) that names a training cell beyond declared bounds.
 */
function withBounds(
  fitted: FittedColumn,
  bounds: ColumnOptions['bounds'],
  cells: readonly Cell[],
): FittedColumn {
  if (bounds === undefined || (fitted.kind !== 'real' && fitted.kind !== 'count')) return fitted;
  const { minimum, maximum } = fitted.summary;
  if (bounds === 'observed') return { ...fitted, bounds: [minimum, maximum] };
  const [least, greatest] = bounds;
  if (minimum >= (least ?? -Infinity) && maximum <= (greatest ?? Infinity)) return { ...fitted, bounds };
  const extreme = minimum < (least ?? -Infinity) ? minimum : maximum;
  const beyond = cells.find(({ text }) => Number(text) === extreme) ?? cells[0]!;
  const range = `${least === null ? '' : ` from ${least}`}${greatest === null ? '' : ` to ${greatest}`}`;
  throw unfit(beyond, `a number${range}`, 'Correct the cell, or the bounds of the column in the spec.');
}

function withoutValues(name: string, [first]: readonly Cell[]): HelmholtzError {
  const file = first?.place.split(',')[0] ?? 'The table';
  return new HelmholtzError('data', `${file}: all cells of the column "${name}" are missing.`, {
    hint: `Leave it out with: columns: { ${name}: ignored } in the data of the spec.`,
  });
}

function fitPresent(
  name: string,
  kind: ModelledKind,
  cells: readonly Cell[],
  { categories, standardize = 'standard', date }: Omit<ColumnOptions, 'kind'>,
): FittedColumn {
  if (kind === 'categorical') return { name, kind, categories: fitCategories(name, cells, categories) };
  if (kind === 'real') return fitReal(name, cells, standardize, date ?? detectDates(cells));
  const words = kind === 'binary' ? booleanWords(cells) : undefined;
  if (words) return { name, kind, summary: summaryOf(cells.map((cell) => booleanIn(cell, words))), words };
  const { allows, expected } = wholeKinds[kind];
  const values = cells.map((cell) => {
    const value = numberIn(cell, expected);
    if (!allows(value)) throw unfit(cell, expected);
    return value;
  });
  return { name, kind, summary: summaryOf(values) };
}

function fitReal(
  name: string,
  cells: readonly Cell[],
  standardize: StandardizeMethod,
  date: string | undefined,
): FittedColumn {
  const format = date === undefined ? undefined : dateFormat(date);
  const values = cells.map((cell) =>
    format && date !== undefined ? dateIn(cell, date, format) : numberIn(cell, 'a number'),
  );
  const { center, scale } = centerAndScale(values, standardize);
  const decimals = format ? undefined : decimalsOf(cells);
  return {
    name,
    kind: 'real',
    standardize,
    center,
    scale,
    summary: summaryOf(values),
    ...(decimals === undefined ? {} : { decimals }),
    ...(date === undefined ? {} : { date }),
  };
}

function summaryOf(values: readonly number[]): NumberSummary {
  const { center, scale } = centerAndScale(values, 'standard');
  const [minimum, maximum] = extremes(values);
  return { mean: center, deviation: minimum === maximum ? 0 : scale, minimum, maximum };
}

function decimalsOf(cells: readonly Cell[]): number | undefined {
  if (cells.some(({ text }) => /e/i.test(text))) return undefined;
  return cells.reduce((most, { text }) => Math.max(most, text.split('.')[1]?.length ?? 0), 0);
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
