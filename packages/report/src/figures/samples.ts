import type { Samples } from '../content.js';
import { drawPicture } from '../images/picture.js';
import type { Figure } from './figure.js';

/**
 * Images generated from draws from the prior, in a grid as near to a square as they fill.
 *
 * @param options.drawn whether pixels are draws from the likelihood, rather than its mean.
 */
export function samplesFigure(
  samples: Samples,
  { drawn = false }: { readonly drawn?: boolean } = {},
): Figure {
  const { classes } = samples;
  const alt = `Grid of ${samples.count} images generated from the prior.`;
  return {
    name: 'samples',
    title: 'Samples',
    caption:
      `${samples.count} draws from the prior, decoded: what the model generates when it is shown nothing. ` +
      (drawn ? 'Each pixel is a draw from the likelihood.' : 'Each image is the mean of the likelihood.') +
      (classes ? ' Above each stands the class that is generated with it.' : ''),
    alt,
    svg: drawPicture(samples, {
      columns: Math.ceil(Math.sqrt(samples.count)),
      alt,
      ...(classes ? { imageLabels: classes } : {}),
    }),
  };
}
