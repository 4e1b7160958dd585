import { HelmholtzError, itemAt } from '@helmholtz/base';

import { isMissing } from '../fitted/missing.js';
import {
  type DeclaredNotation,
  knownNotations,
  type NumberNotation,
  type NumberReader,
  numberReader,
} from './number-notation.js';

export interface NotatedColumn {
  readonly name: string;
  readonly texts: readonly string[];
}

interface Candidate extends NumberReader {
  readonly notation: NumberNotation;
}

/**
 * Detects the notation of the numbers of a table. Numbers between commas have decimal points by
 * default.
 *
 * @param file the file's name, for errors.
 * @param declared the notation in the spec or on the command line.
 * @param likely notation for numbers that are ambiguous, such as that of the training file.
 * @throws HelmholtzError (`data`) for numbers that can be read in two ways, such as `1,234`, and
 * columns that differ.
 */
export function detectNotation(
  columns: readonly NotatedColumn[],
  {
    file,
    separator,
    declared,
    likely,
  }: {
    readonly file: string;
    readonly separator: string;
    readonly declared: DeclaredNotation;
    readonly likely?: NumberNotation | undefined;
  },
): NumberNotation {
  const { decimal = separator === ',' ? '.' : undefined, thousands } = declared;
  const own: NumberNotation[] =
    thousands === undefined ? [] : (['.', ','] as const).map((point) => ({ decimal: point, thousands }));
  const candidates = (own.length > 0 ? own : knownNotations)
    .filter((each) => each.decimal !== each.thousands)
    .filter((each) => decimal === undefined || each.decimal === decimal)
    .map((notation) => ({ notation, ...numberReader(notation) }));
  if (candidates.length === 0) {
    throw new HelmholtzError('usage', `Decimals and thousands are both declared with "${thousands}".`, {
      hint: "Declare another character for one of them, such as decimal: ',' and thousands: '.'.",
    });
  }
  let possible: readonly Candidate[] = candidates;
  for (const { name, texts } of columns) {
    const fitting = fittingNotations(texts, candidates);
    const both = possible.filter((each) => fitting.includes(each));
    if (both.length === 0) throw differing(file, name, itemAt(fitting, 0));
    possible = both;
  }
  const [first] = possible;
  const undecided = possible.length < candidates.length && ambiguous(possible, separator);
  const guess = likely && possible.find(({ notation }) => sameNotation(notation, likely));
  if (undecided && guess) return guess.notation;
  if (undecided) throw undecidedNumber(file, undecided, columns);
  return first!.notation;
}

/**
 * The notations in which most cells of a column are numbers, all if it holds other things or whole
 * numbers.
 */
function fittingNotations(texts: readonly string[], candidates: readonly Candidate[]): readonly Candidate[] {
  const present = texts.filter((text) => !isMissing(text));
  const written = present.filter((text) => !/^[+-]?\d+$/.test(text));
  if (!written.some((text) => /^[+-]?[\d.,]/.test(text))) return candidates;
  const whole = present.length - written.length;
  const counts = candidates.map(({ matches }) => whole + written.filter(matches).length);
  const most = Math.max(...counts);
  return most > present.length / 2 ? candidates.filter((_, index) => counts[index] === most) : candidates;
}

function sameNotation(first: NumberNotation, second: NumberNotation): boolean {
  return first.decimal === second.decimal && first.thousands === second.thousands;
}

/**
 * The separator that is a decimal one in one possible notation, and one of thousands in another.
 */
function ambiguous(possible: readonly Candidate[], separator: string): ',' | '.' | undefined {
  const has = (decimal: string, thousands?: string): boolean =>
    possible.some(({ notation }) => notation.decimal === decimal && notation.thousands === thousands);
  if (has(',') && has('.', ',')) return ',';
  // Programs that separate cells with commas write a decimal point.
  return separator !== ',' && has('.') && has(',', '.') ? '.' : undefined;
}

function undecidedNumber(
  file: string,
  character: ',' | '.',
  columns: readonly NotatedColumn[],
): HelmholtzError {
  const number = new RegExp(`^[+-]?\\d{1,3}\\${character}\\d{3}$`);
  const found = columns
    .map(({ name, texts }) => ({ name, row: texts.findIndex((text) => number.test(text)), texts }))
    .find(({ row }) => row >= 0);
  const where = found ? `${file}, row ${found.row + 1}, column "${found.name}"` : file;
  const text = found ? itemAt(found.texts, found.row) : `1${character}234`;
  const other = character === ',' ? '.' : ',';
  return new HelmholtzError(
    'data',
    `${where}: "${text}" may mean ${text.replace(character, '.')} or ${text.replace(character, '')}.`,
    {
      hint: `No other number of the file shows which. Declare it in the data of the spec: decimal: '${character}', or decimal: '${other}'.`,
    },
  );
}

function differing(file: string, column: string, { notation }: Candidate): HelmholtzError {
  const what = notation.decimal === ',' ? 'comma' : 'point';
  return new HelmholtzError(
    'data',
    `${file}: numbers of the column "${column}" have a decimal ${what}, but those of earlier columns do not.`,
    {
      hint: "Write all numbers the same way; or declare the separator in the data of the spec: decimal: ',' or decimal: '.'. Other cells are then text.",
    },
  );
}
