import { itemAt } from '@helmholtz/base';
import type { Cell } from '../csv/cell.js';
import { isMissing } from './missing.js';

/** Words for 0 and 1, as a table writes them. */
export type BooleanWords = readonly [zero: string, one: string];

const pairs: readonly BooleanWords[] = [
  ['false', 'true'],
  ['no', 'yes'],
];

/**
 * Returns the words of a column of `true` and `false` or `yes` and `no`, in the case of its first
 * cells; undefined for a column of other things.
 */
export function booleanWords(cells: readonly Cell[]): BooleanWords | undefined {
  const texts = [...new Set(cells.map(({ text }) => text).filter((text) => !isMissing(text)))];
  if (texts.length === 0) return undefined;
  const pair = pairs.find((words) => texts.every((text) => words.includes(text.toLowerCase())));
  if (!pair) return undefined;
  const [zero, one] = pair.map(
    (word) => texts.find((text) => text.toLowerCase() === word) ?? inCaseOf(itemAt(texts, 0), word),
  );
  return [zero!, one!];
}

/** Returns 0 or 1 for a word in any case; undefined for another text. */
export function booleanOf(text: string, words: BooleanWords): 0 | 1 | undefined {
  const [zero, one] = words.map((word) => word.toLowerCase());
  const word = text.toLowerCase();
  if (word === zero) return 0;
  return word === one ? 1 : undefined;
}

function inCaseOf(sample: string, word: string): string {
  if (sample === sample.toLowerCase()) return word;
  if (sample === sample.toUpperCase()) return word.toUpperCase();
  return word.charAt(0).toUpperCase() + word.slice(1);
}
