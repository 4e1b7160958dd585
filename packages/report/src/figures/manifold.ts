import type { Manifold } from '../content.js';
import { HelmholtzError } from '@helmholtz/base';
import { concatImages } from '../images/grid.js';
import { drawPicture } from '../images/picture.js';
import { nounOf, noteOnLines } from '../images/series-picture.js';
import type { GridLabel } from '../images/picture.js';
import { formatShort } from '../page/numbers.js';
import type { Figure } from './figure.js';

/**
 * Draws images decoded from a grid over the latent plane: x to the right, y upwards, as in the
 * scatter plot.
 *
 * @throws HelmholtzError of kind `usage` unless there is one image for each pair of values
 * @example
 * ```ts
 * import { manifoldFigure } from '@helmholtz/report';
 *
 * const grid = { pixels: new Float32Array(4 * 16), count: 4, rows: 4, columns: 4, channels: 1 };
 * const axes = { xValues: [-1, 1], yValues: [-1, 1], xName: 'z[0]', yName: 'z[1]' };
 * const figure = manifoldFigure({ grid, ...axes });
 * console.log(figure.alt); // Grid of 2 by 2 images decoded from the plane of z[0] and z[1].
 * ```
 */
export function manifoldFigure(manifold: Manifold): Figure {
  const { xValues, yValues, xName, yName } = manifold;
  const side = xValues.length;
  const last = side - 1;
  const alt = `Grid of ${side} by ${side} ${nounOf(manifold.grid)} decoded from the plane of ${xName} and ${yName}.`;
  return {
    name: 'manifold',
    title: 'The manifold',
    caption:
      `Output of the generative network at a grid of ${side} by ${side} points in the latent plane: ` +
      `${xName} grows to the right and ${yName} upwards, ${extents(xValues, yValues)}. Neighbours that resemble each other show a smooth latent space.${noteOnLines(manifold.grid)}`,
    alt,
    svg: drawPicture(upwards(manifold), {
      columns: side,
      alt,
      columnLabels: ticks(xValues),
      rowLabels: ticks(yValues).map(({ at, text }) => ({ at: last - at, text })),
      xName,
      yName,
    }),
  };
}

/** Describes the ranges of the axes. */
function extents(xValues: readonly number[], yValues: readonly number[]): string {
  const [x, y] = [xValues, yValues].map(
    (values) => `from ${formatShort(values[0] ?? NaN, 3)} to ${formatShort(values.at(-1) ?? NaN, 3)}`,
  );
  return x === y ? `both ${x}` : `${x} and ${y}`;
}

/** Reverses the rows of the lattice, because grids are filled from the top. */
function upwards({ grid, xValues, yValues }: Manifold) {
  const side = yValues.length;
  if (side === 0 || xValues.length !== side || grid.count !== side * side) {
    throw new HelmholtzError(
      'usage',
      `The manifold needs one image for each pair of values: ${side * side} images for ${xValues.length} x and ${side} y. Received: ${grid.count}.`,
      { hint: 'Use as many x as y values, and decode one image for each pair.' },
    );
  }
  const rowLength = grid.pixels.length / side;
  const rows = Array.from({ length: side }, (_, row) => ({
    ...grid,
    count: side,
    pixels: grid.pixels.subarray(row * rowLength, (row + 1) * rowLength),
  }));
  return concatImages(rows.reverse());
}

/** Returns labels for both ends of the axis and for its middle, if there is one. */
function ticks(values: readonly number[]): GridLabel[] {
  const lastIndex = values.length - 1;
  const labels = values.map((value, at) => ({ at, text: formatShort(value, 3) }));
  return labels.filter(({ at }) => at === 0 || at === lastIndex || at === lastIndex / 2);
}
