import { type SvgElement, element } from '../svg/element.js';
import { clean } from '../text/clean.js';
import { type MathRun, parseMath } from './math.js';
import { advance } from './tinos.js';

/** Fonts with the widths that formulas are measured by, then whatever serif font a reader has. */
export const mathFontFamily = 'Tinos, Liberation Serif, Times New Roman, Times, serif';

const scriptSize = 0.68;
const shifts = { base: 0, sub: 0.2, super: -0.36 } as const;

interface PlacedRun extends MathRun {
  readonly x: number;
  readonly width: number;
  readonly size: number;
}

/** A formula with its runs in place, from its left end, in pixels. */
export interface Formula {
  readonly width: number;
  readonly size: number;
  readonly runs: readonly PlacedRun[];
}

/** @param size the font's size in pixels; subscripts and superscripts are smaller. */
export function typeset(source: string, size: number): Formula {
  let x = 0;
  const runs = parseMath(clean(source)).map((run): PlacedRun => {
    const runSize = run.level === 'base' ? size : size * scriptSize;
    const style = run.italic ? 'italic' : 'upright';
    const width = runSize * [...run.text].reduce((em, character) => em + advance(character, style), 0);
    const placed = { ...run, x, width, size: runSize };
    x += width;
    return placed;
  });
  return { width: x, size, runs };
}

/** A formula as SVG text that takes the width it was measured to have. */
export function drawFormula(
  { runs, width, size }: Formula,
  x: number,
  y: number,
  anchor: 'start' | 'middle',
  fill: string,
): SvgElement[] {
  const left = anchor === 'middle' ? x - width / 2 : x;
  return runs
    .filter(({ text }) => text.trim() !== '')
    .map(({ text, italic, level, x: offset, width: length, size: own }) => {
      const style = italic ? 'italic' : 'upright';
      const spaces = (part: string) => part.length * advance(' ', style) * own;
      const [leading, trailing] = [/^\s*/.exec(text)![0], /\s*$/.exec(text)![0]];
      return element(
        'text',
        {
          x: left + offset + spaces(leading),
          y: y + shifts[level] * size,
          'font-family': mathFontFamily,
          'font-size': own,
          'font-style': italic ? 'italic' : undefined,
          fill,
          textLength: length - spaces(leading) - spaces(trailing),
          lengthAdjust: 'spacingAndGlyphs',
        },
        text.trim(),
      );
    });
}
