import { closest, distance } from 'fastest-levenshtein';

// A list longer than this is looked up rather than read in an error.
const LONG_LIST = 20;

/** The hint after an unknown name: the nearest valid one if any is near, and the whole list. */
export function nearest(given: string, valid: readonly string[]): string {
  if (valid.length === 0) return 'None are available here.';
  const best = closest(given.toLowerCase(), valid);
  const near = distance(given.toLowerCase(), best.toLowerCase()) <= Math.max(2, best.length / 3);
  const list =
    valid.length > LONG_LIST ? 'See `helmholtz list` for all of them.' : `Valid names: ${valid.join(', ')}.`;
  return near ? `Did you mean "${best}"? ${list}` : list;
}
