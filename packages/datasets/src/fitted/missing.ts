/** Texts that stand for a missing value in tables that programs write. */
const texts = new Set(['', 'na', 'n/a', '#n/a', 'nan', 'null', '?']);

/**
 * Whether a cell's text says that its value is missing: empty, `NA`, `N/A`, `NaN`, `null` or `?` in
 * any case.
 */
export function isMissing(text: string): boolean {
  return texts.has(text.toLowerCase());
}
