import type { Reconstructions } from '../content.js';
import { concatImages } from '../images/grid.js';
import { drawPicture } from '../images/picture.js';
import { nounOf, noteOnLines } from '../images/series-picture.js';
import { plural } from '../page/numbers.js';
import type { Figure } from './figure.js';

/**
 * Draws observations above their reconstructions, one observation per column.
 *
 * @throws HelmholtzError of kind `usage` if the batches differ in shape
 * @example
 * ```ts
 * import { reconstructionsFigure } from '@helmholtz/report';
 *
 * const images = { pixels: new Float32Array(3 * 16), count: 3, rows: 4, columns: 4, channels: 1 };
 * const figure = reconstructionsFigure({ original: images, mean: images, draws: [images] });
 * console.log(figure.alt.split(';')[0]);
 * // Grid of images, one column for each of 3 observations
 * ```
 */
export function reconstructionsFigure({ original, mean, draws }: Reconstructions): Figure {
  const rowNames = ['original', 'mean', ...draws.map((_, index) => `draw ${index + 1}`)];
  const alt =
    `Grid of ${nounOf(original)}, one column for each of ${plural(original.count, 'observation')}; ` +
    `rows from the top: ${rowNames.join(', ')}.`;
  return {
    name: 'reconstructions',
    title: 'Reconstructions',
    caption:
      'Observations (top), and what is decoded from the mean of the posterior of each' +
      (draws.length > 0 ? ' and from draws from it; where draws differ, the posterior is unsure' : '') +
      '.' +
      noteOnLines(original),
    alt,
    svg: drawPicture(concatImages([original, mean, ...draws]), {
      columns: original.count,
      alt,
      rowLabels: rowNames.map((text, at) => ({ at, text })),
    }),
  };
}
