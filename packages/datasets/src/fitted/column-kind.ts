import { HelmholtzError, itemAt } from '@helmholtz/base';

import type { Cell } from '../csv/cell.js';
import { booleanWords } from './boolean-words.js';
import { detectDates } from './date-format.js';
import { columnIn, numberOf, shown } from './cells.js';
import { isMissing } from './missing.js';

/**
 * The kind of a column: a modelled kind of values, the class of each example, a name of each
 * example, a known factor of counts or its logarithm, a condition, or ignored.
 */
export type ColumnKind =
  | 'real'
  | 'count'
  | 'binary'
  | 'categorical'
  | 'ordinal'
  | 'label'
  | 'identifier'
  | 'exposure'
  | 'offset'
  | 'condition'
  | 'ignored';

/** Kinds of columns that are modelled. */
export type ModelledKind = Exclude<
  ColumnKind,
  'label' | 'identifier' | 'exposure' | 'offset' | 'condition' | 'ignored'
>;

export function isModelled(kind: ColumnKind): kind is ModelledKind {
  return (
    kind === 'real' || kind === 'count' || kind === 'binary' || kind === 'categorical' || kind === 'ordinal'
  );
}

/**
 * Returns the kind of a column by its cells. Text is categorical. Zeros and ones, true and false,
 * and yes and no are binary. Other whole numbers from 0 on are counts. All other numbers are real.
 * Missing values are ignored.
 *
 * @param isText whether the file declares text. Then numbers in it are categories.
 * @throws HelmholtzError (`data`) that names the first cell with text if most cells are numbers.
 */
export function inferKind(cells: readonly Cell[], isText = false): Exclude<ModelledKind, 'ordinal'> {
  const present = cells.filter(({ text }) => !isMissing(text));
  if (booleanWords(present)) return 'binary';
  if (detectDates(present)) return 'real';
  if (isText) return 'categorical';
  if (present.length > 0 && present.every(({ text }) => otherDate.test(text))) throw undeclaredDate(present);
  const texts = present.filter(({ text }) => numberOf(text) === undefined);
  if (texts.length > 0 && texts.length < present.length / 2)
    throw mixed(itemAt(texts, 0), texts.length, present.length, texts.length === 1 && texts[0] === cells[0]);
  const comma = texts.find(({ text }) => decimalComma.test(text));
  if (comma && texts.every(({ text }) => decimalComma.test(text))) throw withComma(comma);
  if (texts.length > 0 || present.length === 0) return 'categorical';
  const numbers = present.map(({ text }) => Number(text));
  if (numbers.every((value) => value === 0 || value === 1)) return 'binary';
  return numbers.every((value) => Number.isInteger(value) && value >= 0) ? 'count' : 'real';
}

/** Date in which the order of day and month is unknown. */
const otherDate = /^\d{1,2}([./-])\d{1,2}\1\d{4}( \d{1,2}:\d{2}(:\d{2})?)?$/;

/** Pattern of the dates of a column, or both if the order of day and month is not known. */
function patternsOf(cells: readonly Cell[]): string {
  const parts = cells.map(({ text }) => text.split(/[./ -]/).map(Number));
  const separator = /[./-]/.exec(cells[0]?.text ?? '')?.[0] ?? '.';
  const time = /( \d{1,2}:\d{2})(:\d{2})?$/.exec(cells[0]?.text ?? '');
  const ending = time ? ` hh:mm${time[2] ? ':ss' : ''}` : '';
  const pattern = (...names: string[]): string => `${names.join(separator)}${ending}`;
  const [dayFirst, monthFirst] = [pattern('DD', 'MM', 'YYYY'), pattern('MM', 'DD', 'YYYY')];
  if (parts.some(([first = 0]) => first > 12)) return dayFirst;
  return parts.some(([, second = 0]) => second > 12) ? monthFirst : `${dayFirst} (or ${monthFirst})`;
}

function undeclaredDate(cells: readonly Cell[]): HelmholtzError {
  const { place, text } = itemAt(cells, 0);
  const pattern = patternsOf(cells);
  return new HelmholtzError(
    'data',
    `${place} is ${shown(text)}, which looks like a date with an unknown pattern.`,
    {
      hint: `Declare its pattern in the data of the spec: columns: { ${columnIn(place)}: { kind: real, date: ${pattern} } }, or leave the column out: { ${columnIn(place)}: ignored }.`,
    },
  );
}

/** A number with a decimal comma. In a file separated by commas, such a cell is in quotes. */
const decimalComma = /^[+-]?\d*,\d+$/;

function withComma({ place, text }: Cell): HelmholtzError {
  return new HelmholtzError('data', `${place} is ${shown(text)}, which may be one number or two.`, {
    hint: `Declare which in the data of the spec: decimal: ',' for numbers with a decimal comma, or columns: { ${columnIn(place)}: categorical }.`,
  });
}

const secondHeader =
  'If it belongs to a second header line, such as units, delete that line. Otherwise correct the cell.';

function mixed({ place, text }: Cell, texts: number, all: number, second: boolean): HelmholtzError {
  return new HelmholtzError(
    'data',
    `${place} is ${shown(text)}, and ${all - texts} of the ${all} cells of its column are numbers.`,
    {
      hint: second
        ? secondHeader
        : `Correct the cell. If it is a missing value, declare it in the spec: data: { missing: [${JSON.stringify(text)}] }. If the column holds names or codes: data: { columns: { ${columnIn(place)}: categorical } }.`,
    },
  );
}
