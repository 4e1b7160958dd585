import type { ImageBatch } from '../content.js';
import { drawPicture } from '../images/picture.js';
import type { Figure } from './figure.js';

/** Images generated from draws from the prior, in a grid as near to a square as they fill. */
export function samplesFigure(samples: ImageBatch): Figure {
  const alt = `Grid of ${samples.count} images generated from the prior.`;
  return {
    name: 'samples',
    title: 'Samples',
    caption:
      `${samples.count} draws from the prior, decoded: what the model generates when it is shown nothing. ` +
      'Each image is the mean of the likelihood.',
    alt,
    svg: drawPicture(samples, { columns: Math.ceil(Math.sqrt(samples.count)), alt }),
  };
}
