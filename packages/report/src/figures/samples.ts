import type { Samples } from '../content.js';
import { drawPicture } from '../images/picture.js';
import { nounOf, noteOnLines } from '../images/series-picture.js';
import type { Figure } from './figure.js';

/**
 * Draws images generated from samples of the prior, in a grid that is nearly square.
 *
 * @param options.drawn whether the pixels are samples from the likelihood instead of its mean
 * @example
 * ```ts
 * import { samplesFigure } from '@helmholtz/report';
 *
 * const images = { pixels: new Float32Array(9 * 16), count: 9, rows: 4, columns: 4, channels: 1 };
 * console.log(samplesFigure(images).alt); // Grid of 9 images generated from the prior.
 * ```
 */
export function samplesFigure(
  samples: Samples,
  { drawn = false }: { readonly drawn?: boolean } = {},
): Figure {
  const { classes } = samples;
  const noun = nounOf(samples);
  const alt = `Grid of ${samples.count} ${noun} generated from the prior.`;
  const [value, whole] = noun === 'images' ? ['pixel', 'image'] : ['value', 'series'];
  return {
    name: 'samples',
    title: 'Samples',
    caption:
      `${samples.count} draws from the prior, decoded: what the model generates when it is shown nothing. ` +
      (drawn
        ? `Each ${value} is a draw from the likelihood.`
        : `Each ${whole} is the mean of the likelihood.`) +
      (classes ? ' Above each stands the class that is generated with it.' : '') +
      noteOnLines(samples),
    alt,
    svg: drawPicture(samples, {
      columns: Math.ceil(Math.sqrt(samples.count)),
      alt,
      ...(classes ? { imageLabels: classes } : {}),
    }),
  };
}
