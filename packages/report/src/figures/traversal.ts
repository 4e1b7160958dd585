import type { Traversal } from '../content.js';
import { drawPicture } from '../images/picture.js';
import { nounOf, noteOnLines } from '../images/series-picture.js';
import { formatShort, plural } from '../page/numbers.js';
import type { Figure } from './figure.js';

/**
 * Draws the effect of each latent dimension on an image, one dimension per row.
 *
 * @example
 * ```ts
 * import { traversalFigure } from '@helmholtz/report';
 *
 * const grid = { pixels: new Float32Array(6 * 16), count: 6, rows: 4, columns: 4, channels: 1 };
 * const rows = [{ name: 'z[0]' }, { name: 'z[1]' }];
 * const figure = traversalFigure({ grid, offsets: [-2, 0, 2], rows, scaleName: 'deviations' });
 * console.log(figure.alt); // Grid of images, a row for each of 2 latent dimensions: z[0], z[1].
 * ```
 */
export function traversalFigure({ grid, offsets, rows, scaleName }: Traversal): Figure {
  const names = rows.map(({ name }) => name);
  const last = offsets.length - 1;
  const extent = `${formatShort(offsets[0] ?? NaN, 3)} to ${formatShort(offsets[last] ?? NaN, 3)}`;
  const alt = `Grid of ${nounOf(grid)}, a row for each of ${plural(rows.length, 'latent dimension')}: ${names.join(', ')}.`;
  return {
    name: 'traverse',
    title: 'Traversals',
    caption:
      `In each row one latent dimension goes from ${extent} ${scaleName} around its place in the middle column, ` +
      `and all others stay there.${noteOnLines(grid)}`,
    alt,
    svg: drawPicture(grid, {
      columns: offsets.length,
      alt,
      rowLabels: rows.map(({ name, note }, at) => ({ at, text: note ? `${name} ${note}` : name })),
      columnLabels: offsets
        .map((offset, at) => ({ at, text: formatShort(offset, 3) }))
        .filter(({ at }) => at === 0 || at === last || 2 * at === last),
      xName: scaleName,
    }),
  };
}
