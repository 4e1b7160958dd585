import type { Cell } from '../csv/cell.js';
import type { Table } from '../csv/table.js';
import { isDiscreteLikelihood } from './by-likelihood.js';
import { numberOf, shown } from './cells.js';
import { presentCells } from './categories.js';
import type { ColumnOptions, FittedConstant, FittedTable } from './fitted.js';
import { isMissing } from './missing.js';

/** Columns that a line names. */
const MOST_NAMED = 5;

/**
 * Fits a column whose cells are all the same text or number, or all missing; returns undefined for
 * any other column.
 *
 * A density of a constant has no bound, so the column is left out of the model. A column that the
 * spec declares to be discrete, or whose categories it lists, stays.
 */
export function fitConstant(
  name: string,
  cells: readonly Cell[],
  { kind, categories, likelihood }: ColumnOptions = {},
): FittedConstant | undefined {
  const isDiscrete = kind === 'count' || kind === 'binary' || isDiscreteLikelihood(likelihood);
  if (categories !== undefined || isDiscrete) return undefined;
  const present = presentCells(cells);
  const [first] = present;
  const text = first?.text ?? '';
  if (!present.every((cell) => isSameCell(cell.text, text))) return undefined;
  const missing = cells.length - present.length;
  return { name, kind: 'constant', text, ...(missing === 0 ? {} : { missing }) };
}

/** Whether two cells hold the same text, or the same number in other digits. */
function isSameCell(one: string, other: string): boolean {
  if (one === other) return true;
  const number = numberOf(one);
  return number !== undefined && number === numberOf(other);
}

/**
 * Returns a line about the constant columns of training rows; undefined without any.
 *
 * @example
 * ```ts
 * import { constantsLine, fitTable, parseTable } from '@helmholtz/datasets';
 *
 * const table = parseTable('age,site\n40.5,a\n60.5,a\n', 'train.csv');
 * console.log(constantsLine(fitTable(table), 'csv/train')?.split('. ')[0]);
 * // csv/train: the column "site" ("a") is constant
 * ```
 */
export function constantsLine({ columns }: FittedTable, name: string): string | undefined {
  const constant = columns.filter((column) => column.kind === 'constant');
  if (constant.length === 0) return undefined;
  const [empty, same] = [true, false].map((isEmpty) =>
    constant.filter(({ text }) => (text === '') === isEmpty),
  ) as [FittedConstant[], FittedConstant[]];
  const parts = [
    ...(same.length > 0
      ? [`${subject(same, ({ name: column, text }) => `${quoted(column)} (${shown(text)})`)} constant`]
      : []),
    ...(empty.length > 0 ? [`${subject(empty, ({ name: column }) => quoted(column))} empty`] : []),
  ];
  const it = constant.length === 1 ? 'It is' : 'They are';
  return `${name}: ${parts.join('; ')}. ${it} left out of the model, and written back unchanged.`;
}

function subject(columns: readonly FittedConstant[], text: (column: FittedConstant) => string): string {
  const some = columns.slice(0, MOST_NAMED).map(text).join(', ');
  const more = columns.length - MOST_NAMED;
  if (columns.length === 1) return `the column ${some} is`;
  return `the columns ${some}${more > 0 ? ` and ${more} more` : ''} are`;
}

const quoted = (name: string): string => JSON.stringify(name);

/**
 * Returns a line about columns that are constant in the training rows, and have other values in new
 * rows; undefined without any.
 */
export function changedConstantsLine({ columns }: FittedTable, table: Table): string | undefined {
  const changed = columns.flatMap((column) => {
    if (column.kind !== 'constant' || !table.columns.includes(column.name)) return [];
    const others = table
      .cells(column.name)
      .filter(({ text }) => !isMissing(text) && !isSameCell(text, column.text));
    const [first] = others;
    return first ? [{ ...column, count: others.length, first }] : [];
  });
  if (changed.length === 0) return undefined;
  const named = changed.slice(0, MOST_NAMED).map(({ name, text, count, first }) => {
    const trained = text === '' ? 'none' : shown(text);
    return `${quoted(name)} (${shown(first.text)} in ${count} of ${table.size} rows; ${trained} in all training rows)`;
  });
  const more = changed.length - named.length;
  return (
    `${table.name} has other values in columns that do not vary in the training rows: ${named.join(', ')}` +
    `${more > 0 ? ` and ${more} more` : ''}. The model leaves these columns out.`
  );
}
