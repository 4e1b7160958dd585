import type { Point } from '../layout/layout.js';
import type { PlateModel } from '../plates/plate-model.js';
import { place } from './picture.js';
import { texFormula } from './tex.js';

/**
 * Writes the densities of a model as a table: each with its family and its shape.
 *
 * @param top middle of the upper side.
 */
export function densityRows({ densities, parameters }: PlateModel, top: Point): string[] {
  const rows = [
    ...densities.map(({ symbol, family, shape }) => [
      texFormula(symbol),
      family === undefined ? '--' : texFormula(family),
      texFormula(shape.map((size) => (size < 0 ? '?' : size)).join(' × ')),
    ]),
    ...parameters.map(({ symbol, count }) => [
      texFormula(symbol),
      'learned',
      `${texFormula(count.toLocaleString('en'))} weights`,
    ]),
  ];
  return [
    `\\node[anchor=north, font=\\small] at ${place(top)} {%`,
    '  \\begin{tabular}{@{}lll@{}}',
    '    density & family & shape \\\\ \\hline \\noalign{\\smallskip}',
    ...rows.map((cells) => `    ${cells.join(' & ')} \\\\`),
    '  \\end{tabular}};',
  ];
}
