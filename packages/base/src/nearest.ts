import { closest, distance } from 'fastest-levenshtein';

import { otherNames } from './other-names.js';

/** Longer lists are not printed: `helmholtz list` shows them. */
const LONG_LIST = 20;

/**
 * Returns the hint for an unknown name: the closest valid name, if one is close, and the valid
 * names. Case, hyphens and underscores are ignored. An abbreviation is close to its word, and a
 * name of another framework to the name here.
 *
 * @example
 * ```ts
 * import { nearest } from '@helmholtz/base';
 *
 * console.log(nearest('norml', ['normal', 'laplace']));
 * // Did you mean "normal"? Valid names: normal, laplace.
 * ```
 */
export function nearest(given: string, valid: readonly string[]): string {
  if (valid.length === 0) return 'None are available here.';
  const near = closeName(given, valid);
  const list =
    valid.length > LONG_LIST ? 'See `helmholtz list` for all of them.' : `Valid names: ${valid.join(', ')}.`;
  return near === undefined ? list : `Did you mean "${near}"? ${list}`;
}

/**
 * Returns the closest valid name to an unknown one; undefined if none is close. Names of other
 * frameworks are known.
 *
 * @example
 * ```ts
 * import { closeName } from '@helmholtz/base';
 *
 * console.log(closeName('Linear', ['dense', 'flatten'])); // dense
 * ```
 */
export function closeName(given: string, valid: readonly string[]): string | undefined {
  const written = plain(given);
  const names = new Map(valid.map((name) => [plain(name), name]));
  const same = names.get(written) ?? otherName(written, valid);
  if (same !== undefined) return same;
  const best = closest(written, [...names.keys()]);
  if (distance(written, best) <= Math.max(2, best.length / 3)) return names.get(best);
  const expanded = [...names.keys()].find((name) => isAbbreviation(written, name));
  return expanded === undefined ? undefined : names.get(expanded);
}

function otherName(written: string, valid: readonly string[]): string | undefined {
  const synonyms = Object.hasOwn(otherNames, written) ? (otherNames[written] ?? []) : [];
  return synonyms.find((name) => valid.includes(name));
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[-_ .]/g, '');
}

/** Whether `name` has the letters of `short` in the same order, and the same first letter. */
function isAbbreviation(short: string, name: string): boolean {
  if (short.length < 3 || !name.startsWith(short.charAt(0))) return false;
  let position = 0;
  for (const letter of name) if (letter === short[position]) position++;
  return position === short.length;
}
