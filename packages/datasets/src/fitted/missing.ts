/** Texts that stand for a missing value in tables that programs write. */
const texts = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', '?']);
const LONGEST = Math.max(...[...texts].map((text) => text.length));

/**
 * Whether a cell's text says that its value is missing: empty, `NA`, `N/A`, `NaN`, `null` or `?` in
 * any case.
 *
 * @example
 * ```ts
 * import { isMissing } from '@helmholtz/datasets';
 *
 * console.log(isMissing('NA'), isMissing('0')); // true false
 * ```
 */
export function isMissing(text: string): boolean {
  return text.length <= LONGEST && texts.has(text.toLowerCase());
}

/**
 * Returns whether a text is a declared code of missing values, such as `-999`. Numbers are compared
 * as numbers: `-999.0` is the same code.
 */
export function codeTest(codes: readonly string[] = []): (text: string) => boolean {
  if (codes.length === 0) return () => false;
  const known = new Set(codes);
  const numbers = new Set(codes.filter((code) => code.trim() !== '').map(Number));
  // The number of other texts is NaN, also that of codes such as a point.
  numbers.delete(NaN);
  return (text) => known.has(text) || (text !== '' && numbers.has(Number(text)));
}
