import type { Cell } from '../csv/cell.js';
import { booleanWords } from './boolean-words.js';
import { dateFormat, detectDates } from './date-format.js';
import { fitCategories, presentCells, withoutValues } from './categories.js';
import { booleanIn, dateIn, numberIn, unfit } from './cells.js';
import type { ModelledKind } from './column-kind.js';
import type { ColumnOptions, FittedColumn, FittedReal, NumberSummary } from './fitted.js';
import { fitOrdinal } from './ordinal-column.js';
import { fitSqueezed } from './squeezed-column.js';
import { centerAndScale, extremes, type StandardizeMethod } from './standardize.js';

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

function fitPresent(
  name: string,
  kind: ModelledKind,
  cells: readonly Cell[],
  { categories, standardize = 'standard', date, likelihood, bounds }: Omit<ColumnOptions, 'kind'>,
): FittedColumn {
  if (kind === 'categorical') return { name, kind, categories: fitCategories(name, cells, categories) };
  if (kind === 'ordinal') return fitOrdinal(name, cells, { categories, likelihood });
  if (kind === 'real') {
    const fitted = fitReal(name, cells, standardize, date ?? detectDates(cells));
    return standardize === 'squeeze' ? fitSqueezed(fitted, cells, bounds) : fitted;
  }
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
): FittedReal {
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
