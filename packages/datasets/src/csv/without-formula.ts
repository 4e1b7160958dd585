/** Texts that a spreadsheet would run as a formula, except numbers. */
const formula = /^[=+\-@\t\r](?!Infinity$)/;

/** Returns a text with an apostrophe if a spreadsheet would run it. `parseTable` removes it. */
export function withoutFormula(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}
