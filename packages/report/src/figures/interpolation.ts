import type { ImageBatch } from '../content.js';
import { concatImages } from '../images/grid.js';
import { drawPicture } from '../images/picture.js';
import { plural } from '../page/numbers.js';
import type { Figure } from './figure.js';

/** From one observation's code to another's, one pair of observations a row. */
export function interpolationFigure(rows: readonly ImageBatch[]): Figure {
  const images = concatImages(rows);
  const steps = images.count / rows.length;
  const alt = `Grid of images: ${plural(rows.length, 'row')} of ${steps} steps between two observations.`;
  return {
    name: 'interpolation',
    title: 'Interpolation',
    caption:
      `Each row is decoded from ${steps} points in equal steps on the straight line between the codes of two ` +
      'observations, both ends included.',
    alt,
    svg: drawPicture(images, {
      columns: steps,
      alt,
      xName: 'from one observation to another \u2192',
    }),
  };
}
