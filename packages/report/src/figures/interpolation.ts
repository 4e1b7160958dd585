import type { ImageBatch } from '../content.js';
import { concatImages } from '../images/grid.js';
import { drawPicture } from '../images/picture.js';
import { plural } from '../page/numbers.js';
import type { Figure } from './figure.js';

/** From one observation to another, with the way between their codes, one pair a row. */
export function interpolationFigure(
  rows: readonly ImageBatch[],
  kind: 'linear' | 'spherical' = 'linear',
): Figure {
  const way = kind === 'linear' ? 'straight line' : 'arc around the origin';
  const images = concatImages(rows);
  const steps = images.count / rows.length;
  const alt = `Grid of images: ${plural(rows.length, 'row')} of ${steps} images from one observation to another.`;
  return {
    name: 'interpolation',
    title: 'Interpolation',
    caption:
      `Each row goes from one observation (left) to another (right). Between them are ${plural(steps - 2, 'image')} ` +
      `decoded from points in equal steps on the ${way} between their codes, both ends included.`,
    alt,
    svg: drawPicture(images, {
      columns: steps,
      alt,
      xName: 'from one observation to another \u2192',
    }),
  };
}
