import type { ImageBatch } from '../content.js';
import { concatImages } from '../images/grid.js';
import { drawPicture } from '../images/picture.js';
import { nounOf, noteOnLines } from '../images/series-picture.js';
import { plural } from '../page/numbers.js';
import type { Figure } from './figure.js';

/**
 * Draws images decoded between the codes of two observations, one pair of observations per row.
 *
 * @param rows a batch for each row: the first observation, the decoded images, the second
 *   observation
 * @param kind path between the codes: a straight line or an arc around the origin
 * @throws HelmholtzError of kind `usage` if there is no row or the rows differ in shape
 * @example
 * ```ts
 * import { interpolationFigure } from '@helmholtz/report';
 *
 * const row = { pixels: new Float32Array(5 * 16), count: 5, rows: 4, columns: 4, channels: 1 };
 * console.log(interpolationFigure([row, row]).alt);
 * // Grid of images: 2 rows of 5 images from one observation to another.
 * ```
 */
export function interpolationFigure(
  rows: readonly ImageBatch[],
  kind: 'linear' | 'spherical' = 'linear',
): Figure {
  const way = kind === 'linear' ? 'straight line' : 'arc around the origin';
  const images = concatImages(rows);
  const steps = images.count / rows.length;
  const noun = nounOf(images);
  const between = noun === 'images' ? plural(steps - 2, 'image') : `${steps - 2} series`;
  const alt = `Grid of ${noun}: ${plural(rows.length, 'row')} of ${steps} ${noun} from one observation to another.`;
  return {
    name: 'interpolation',
    title: 'Interpolation',
    caption:
      `Each row goes from one observation (left) to another (right). Between them are ${between} ` +
      `decoded from points in equal steps on the ${way} between their codes, both ends included.${noteOnLines(images)}`,
    alt,
    svg: drawPicture(images, {
      columns: steps,
      alt,
      xName: 'from one observation to another \u2192',
    }),
  };
}
