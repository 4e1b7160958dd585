import { layOut } from '../layout/graphviz.js';
import { pixelsOf } from '../size/length.js';
import type { SizeOptions } from '../size/sized.js';
import { writeCardsTikz } from '../tikz/cards.js';
import type { Format } from './format.js';

export const tikz = {
  name: 'tikz',
  summary: 'source for LaTeX: plates by the library bayesnet, in the fonts of the document',
  isSource: true,
  write: async ({ diagram, theme, size, tikz: ofLevel, notice }) => {
    const source = ofLevel ? ofLevel(theme) : writeCardsTikz(diagram, await layOut(diagram), theme);
    if (size.page !== undefined)
      notice('page does not apply to TikZ: the document has its own. Give a width.');
    return resized(source, size);
  },
} as const satisfies Format;

/** Gives a picture its size, the proportions kept: the width if both sides are given. */
function resized(source: string, { width, height }: SizeOptions): string {
  if (width === undefined && height === undefined) return source;
  const inches = (option: 'width' | 'height', length: number | string) =>
    `${Math.round((1000 * pixelsOf(option, length)) / 96) / 1000}in`;
  const size = width === undefined ? `{!}{${inches('height', height!)}}` : `{${inches('width', width)}}{!}`;
  return `\\resizebox${size}{%\n${source.trimEnd()}%\n}%\n`;
}
