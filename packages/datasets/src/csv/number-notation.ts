/** How numbers are written in a table. */
export interface NumberNotation {
  readonly decimal: '.' | ',';
  /** Separator between groups of three digits; a blank matches any kind of blank. */
  readonly thousands?: string | undefined;
}

/** Declared or detected properties of a notation. */
export type DeclaredNotation = { readonly [Key in keyof NumberNotation]?: NumberNotation[Key] | undefined };

/** Numbers as programs write them. */
export const plainNotation: NumberNotation = { decimal: '.' };

/** Notations that are detected by the cells of a table, the plainer first. */
export const knownNotations: readonly NumberNotation[] = [
  plainNotation,
  { decimal: ',' },
  { decimal: '.', thousands: ',' },
  { decimal: ',', thousands: '.' },
  { decimal: '.', thousands: ' ' },
  { decimal: ',', thousands: ' ' },
  { decimal: '.', thousands: "'" },
  { decimal: ',', thousands: "'" },
];

/** Rewrites numbers of a notation as programs write them. */
export interface NumberReader {
  /** Whether a text is a number of the notation. */
  readonly matches: (text: string) => boolean;
  /** The same number with a decimal point and no groups. */
  readonly plain: (text: string) => string;
}

/** Returns the reader of a notation. */
export function numberReader({ decimal, thousands }: NumberNotation): NumberReader {
  const point = `\\${decimal}`;
  const between = thousands === ' ' ? '[ \\u00a0\\u202f]' : thousands === undefined ? '' : `\\${thousands}`;
  // A number that begins with 0, such as 0.123, has no groups of thousands.
  const grouped = between === '' ? '' : `[1-9]\\d{0,2}(?:${between}\\d{3})+|`;
  const pattern = new RegExp(
    `^[+-]?(?:(?:${grouped}\\d+)(?:${point}\\d*)?|${point}\\d+)(?:e[+-]?\\d+)?$`,
    'i',
  );
  const separators = between === '' ? undefined : new RegExp(between, 'g');
  return {
    matches: (text) => pattern.test(text),
    plain: (text) => (separators ? text.replace(separators, '') : text).replace(decimal, '.'),
  };
}

/** Returns a plain number with the decimal separator of a notation, without groups. */
export function writeNumber(text: string, { decimal }: NumberNotation): string {
  return decimal === '.' ? text : text.replace('.', decimal);
}
