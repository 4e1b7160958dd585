import { derive, exampleLength, type Dataset } from '../dataset.js';
import { HelmholtzError } from '@helmholtz/base';

/**
 * Centres images, [rows, columns, channels], in squares of zeros, [side, side, channels]. If the
 * margin is odd, the right and bottom margins are wider.
 *
 * @throws HelmholtzError (`usage`) for examples that are not images, or a side that is too small.
 *
 * @example
 * ```ts
 * import { loadDataset, padding } from '@helmholtz/datasets';
 *
 * const { train } = await loadDataset('digits');
 * console.log(padding(train, 32).shape); // [ 32, 32, 1 ]
 * ```
 */
export function padding(dataset: Dataset, side: number): Dataset {
  const [rows, columns, channels] = dataset.shape;
  if (dataset.shape.length !== 3 || rows === undefined || columns === undefined || channels === undefined) {
    throw new HelmholtzError(
      'usage',
      `${dataset.name}: examples of shape [${dataset.shape.join(', ')}] cannot be padded.`,
      {
        hint: 'Only images can: rows, columns, channels.',
      },
    );
  }
  const longest = Math.max(rows, columns);
  if (!Number.isInteger(side) || side < longest) {
    throw new HelmholtzError(
      'usage',
      `${dataset.name}: images of ${rows} by ${columns} cannot be padded to ${side}.`,
      {
        hint: `Give a whole number of at least ${longest}, such as ${roundSide(longest)}, or "none" to leave the padding out: data.padding in the spec.`,
      },
    );
  }
  const shape = [side, side, channels];
  const top = Math.floor((side - rows) / 2);
  const left = Math.floor((side - columns) / 2);
  const rowLength = columns * channels;
  const exampleStart = (example: number) => example * exampleLength(shape);

  return derive(dataset, {
    shape,
    read(indices, out, random) {
      const packed = indices.length * rows * rowLength;
      dataset.read(indices, out.subarray(0, packed), random);
      // Move the packed rows apart in place, the last row first, so that no row overwrites another.
      let end = out.length;
      for (let row = indices.length * rows - 1; row >= 0; row--) {
        const line = top + (row % rows);
        const start = exampleStart(Math.floor(row / rows)) + (line * side + left) * channels;
        out.copyWithin(start, row * rowLength, (row + 1) * rowLength);
        out.fill(0, start + rowLength, end);
        end = start;
      }
      out.fill(0, 0, end);
    },
  });
}

/** Returns the next multiple of 16, which convolutions of stride 2 halve four times. */
const roundSide = (side: number): number => 16 * Math.ceil(side / 16);
