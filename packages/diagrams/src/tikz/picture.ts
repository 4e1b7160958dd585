import type { Point } from '../layout/layout.js';
import type { Theme } from '../theme/theme.js';
import { characterMacro } from './tex.js';

/** Paper that needs no background. */
const white = '#ffffff';

/** Centimetres of a page to a pixel: a figure of 640 pixels has the width of a text column. */
const centimetres = 0.0215;

/** Returns a place in centimetres, to the right and upwards from the upper left corner. */
export function place({ x, y }: Point): string {
  return `(${length(x)}, ${length(-y)})`;
}

/** Returns a length in centimetres without its unit. */
export function length(pixels: number): string {
  return String(Math.round(pixels * centimetres * 100) / 100 || 0);
}

/** Unique names of nodes that TikZ can read: letters, digits and hyphens. */
export function tikzNames(ids: readonly string[], taken = new Set<string>()): Map<string, string> {
  return new Map(
    ids.map((id) => {
      const base =
        id
          .replaceAll(/[^A-Za-z0-9]+/g, '-')
          .replaceAll(/^-|-$/g, '')
          .slice(0, 60) || 'node';
      let unique = base;
      for (let count = 2; taken.has(unique); count++) unique = `${base}-${count}`;
      taken.add(unique);
      return [id, unique];
    }),
  );
}

/** Parts of a picture, in the order of its text. */
export interface TikzPicture {
  readonly libraries: readonly string[];
  /** Colours by name, `#` and six hexadecimal digits each. */
  readonly colors: ReadonlyMap<string, string>;
  /** Definitions of styles, such as `card/.style={draw}`. */
  readonly styles: readonly string[];
  readonly body: readonly string[];
}

/** Writes a picture for `\input`, with the preamble that it needs as a comment. */
export function writePicture({ libraries, colors, styles, body }: TikzPicture, theme: Theme): string {
  const isWhite = theme.paper === white;
  const background = isWhite ? [] : ['background rectangle/.style={fill=paper}', 'show background rectangle'];
  const loaded = isWhite ? libraries : [...libraries, 'backgrounds'];
  return [
    '% In the preamble:',
    '%   \\usepackage{tikz}',
    `%   \\usetikzlibrary{${[...new Set(loaded)].join(', ')}}`,
    ...(body.some((line) => line.includes('\\codepoint')) ? [characterMacro] : []),
    '\\begingroup',
    ...[...colors].map(([name, color]) => `\\definecolor{${name}}{HTML}{${color.slice(1).toUpperCase()}}%`),
    '\\begin{tikzpicture}[',
    ...[...styles, ...background].map((style) => `    ${style},`),
    '  ]',
    ...body.map((line) => `  ${line}`),
    '\\end{tikzpicture}%',
    '\\endgroup',
    '',
  ].join('\n');
}
