import type { Manifold } from '../content.js';
import { HelmholtzError } from '@helmholtz/base';
import { concatImages } from '../images/grid.js';
import { drawPicture } from '../images/picture.js';
import type { GridLabel } from '../images/picture.js';
import { formatShort } from '../page/numbers.js';
import type { Figure } from './figure.js';

/** Images decoded from a lattice over the latent plane: x to the right and y upwards, as in the scatter. */
export function manifoldFigure(manifold: Manifold): Figure {
  const { xValues, yValues, xName, yName } = manifold;
  const side = xValues.length;
  const last = side - 1;
  const alt = `Grid of ${side} by ${side} images decoded from the plane of ${xName} and ${yName}.`;
  return {
    name: 'manifold',
    title: 'The manifold',
    caption:
      `What the generative network makes of a lattice of ${side} by ${side} points in the latent plane: ` +
      `${xName} grows to the right and ${yName} upwards, ${extents(xValues, yValues)}. Neighbours that resemble each other show a smooth latent space.`,
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

/** From where to where the axes go. */
function extents(xValues: readonly number[], yValues: readonly number[]): string {
  const [x, y] = [xValues, yValues].map(
    (values) => `from ${formatShort(values[0] ?? NaN, 3)} to ${formatShort(values.at(-1) ?? NaN, 3)}`,
  );
  return x === y ? `both ${x}` : `${x} and ${y}`;
}

/** The same images with the lattice's rows from the top down, as grids are filled. */
function upwards({ grid, xValues, yValues }: Manifold) {
  const side = yValues.length;
  if (side === 0 || xValues.length !== side || grid.count !== side * side) {
    throw new HelmholtzError(
      'usage',
      `The manifold was given ${grid.count} images for ${side} values an axis; expected ${side * side}.`,
      { hint: 'Decode one image for each pair of values.' },
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

/** Both ends of the axis and, where there is one, its middle. */
function ticks(values: readonly number[]): GridLabel[] {
  const last = values.length - 1;
  const shown = values.map((value, at) => ({ at, text: formatShort(value, 3) }));
  return shown.filter(({ at }) => at === 0 || at === last || at === last / 2);
}
