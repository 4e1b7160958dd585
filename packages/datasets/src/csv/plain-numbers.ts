import { HelmholtzError } from '@helmholtz/base';

import { isMissing } from '../fitted/missing.js';
import { type NumberNotation, numberReader, plainNotation } from './number-notation.js';
import type { Cell } from './cell.js';

const plain = numberReader(plainNotation);

/**
 * Returns the cells of a column with its numbers as programs write them. A column of other things
 * is returned as it is.
 *
 * @throws HelmholtzError (`data`) for a number in another notation among them.
 */
export function plainNumbers(cells: readonly Cell[], notation: NumberNotation): Cell[] {
  if (notation.decimal === '.' && notation.thousands === undefined) return [...cells];
  const reader = numberReader(notation);
  const present = cells.filter(({ text }) => !isMissing(text));
  const numbers = present.filter(({ text }) => reader.matches(text)).length;
  if (numbers <= present.length / 2) return [...cells];
  return cells.map((cell) => {
    if (reader.matches(cell.text)) return withText(cell, reader.plain(cell.text));
    if (plain.matches(cell.text)) throw otherNotation(cell, notation);
    return cell;
  });
}

function withText(cell: Cell, text: string): Cell {
  return {
    text,
    get place() {
      return cell.place;
    },
  };
}

function otherNotation({ place, text }: Cell, { decimal }: NumberNotation): HelmholtzError {
  const [is, other] = decimal === ',' ? ['comma', '.'] : ['point', ','];
  return new HelmholtzError('data', `${place} is "${text}", and the other numbers have a decimal ${is}.`, {
    hint: `Correct the cell; or, if all were read wrongly, declare decimal: '${other}' in the data of the spec.`,
  });
}
