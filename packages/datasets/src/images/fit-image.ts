import type { DecodedImage } from './decoded-image.js';

/**
 * How an image fills another shape: `crop` keeps proportions and cuts off what is beyond the middle,
 * `pad` keeps proportions and adds a black border, `stretch` changes the proportions.
 */
export type ImageFit = 'crop' | 'pad' | 'stretch';

/** An image that was fitted to a shape. */
export interface FittedImage {
  readonly image: DecodedImage;
  /** Descriptions of the changes to the image; empty if there are none. */
  readonly changes: readonly string[];
}

/**
 * Returns an image of the shape that a model takes: grey or in three colours, with as many rows and
 * columns.
 *
 * @example
 * ```ts
 * import { fitImage } from '@helmholtz/datasets/images';
 *
 * const pixels = Float32Array.of(0, 1, 0.5, 0.5);
 * const { image } = fitImage({ rows: 2, columns: 2, channels: 1, pixels }, [1, 1, 1], 'stretch');
 * console.log(image.pixels); // Float32Array(1) [ 0.5 ]
 * ```
 */
export function fitImage(
  given: DecodedImage,
  [rows = 1, columns = 1, channels = 1]: readonly number[],
  fit: ImageFit = 'pad',
): FittedImage {
  const coloured = inChannels(given, channels === 1 ? 1 : 3);
  const recoloured = coloured === given ? [] : [channels === 1 ? 'made grey' : 'grey copied to each colour'];
  const size = `${columns} by ${rows} pixels`;
  if (given.rows === rows && given.columns === columns) return { image: coloured, changes: recoloured };
  if (fit === 'pad') {
    const { image, changes } = padded(coloured, rows, columns);
    return { image, changes: [...recoloured, ...changes] };
  }
  const from = `from ${given.columns} by ${given.rows} to ${size}`;
  if (fit === 'stretch')
    return { image: resize(coloured, rows, columns), changes: [...recoloured, `stretched ${from}`] };
  const scale = Math.min(given.rows / rows, given.columns / columns);
  const window = { rows: rows * scale, columns: columns * scale };
  return {
    image: resize(coloured, rows, columns, window),
    changes: [...recoloured, `cropped and resized ${from}`],
  };
}

function padded(given: DecodedImage, rows: number, columns: number): FittedImage {
  const scale = Math.min(rows / given.rows, columns / given.columns);
  const height = Math.max(1, Math.round(given.rows * scale));
  const width = Math.max(1, Math.round(given.columns * scale));
  const resized = scale === 1 ? given : resize(given, height, width);
  const filled = height === rows && width === columns;
  const changes = [
    ...(scale === 1
      ? []
      : [`resized from ${given.columns} by ${given.rows} to ${width} by ${height} pixels`]),
    ...(filled ? [] : [`centred on ${columns} by ${rows} black pixels`]),
  ];
  return { image: filled ? resized : centred(resized, rows, columns), changes };
}

/**
 * Grey is the luma of ITU-R BT.601, as common in converters: 0.299 red + 0.587 green + 0.114 blue.
 */
function inChannels(image: DecodedImage, channels: 1 | 3): DecodedImage {
  if (image.channels === channels) return image;
  const { rows, columns, pixels: from } = image;
  const pixels = Float32Array.from({ length: rows * columns * channels }, (_, index) =>
    channels === 3
      ? from[Math.floor(index / 3)]!
      : 0.299 * from[3 * index]! + 0.587 * from[3 * index + 1]! + 0.114 * from[3 * index + 2]!,
  );
  return { rows, columns, channels, pixels };
}

/**
 * Resizes the window in the middle of an image; by default all of it. Each new pixel is the mean of
 * the area that it covers, which keeps the mean of the window.
 */
function resize(
  { rows: fromRows, columns: fromColumns, channels, pixels: from }: DecodedImage,
  rows: number,
  columns: number,
  window: { readonly rows: number; readonly columns: number } = { rows: fromRows, columns: fromColumns },
): DecodedImage {
  const down = shares(fromRows, window.rows, rows);
  const across = shares(fromColumns, window.columns, columns);
  const pixels = new Float32Array(rows * columns * channels);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const to = (row * columns + column) * channels;
      for (let y = down.starts[row]!; y < down.starts[row + 1]!; y++) {
        const line = down.cells[y]! * fromColumns;
        for (let x = across.starts[column]!; x < across.starts[column + 1]!; x++) {
          const share = down.shares[y]! * across.shares[x]!;
          const at = (line + across.cells[x]!) * channels;
          for (let channel = 0; channel < channels; channel++)
            pixels[to + channel]! += share * from[at + channel]!;
        }
      }
    }
  }
  return { rows, columns, channels, pixels };
}

/** Which old cells each new cell covers, from `starts[cell]` to `starts[cell + 1]`. */
interface Shares {
  readonly starts: Int32Array;
  readonly cells: Int32Array;
  /** What share of the new cell each makes. */
  readonly shares: Float64Array;
}

/** Shares of `to` new cells in a window in the middle of `from` cells. */
function shares(from: number, window: number, to: number): Shares {
  const length = window / to;
  const begin = (from - window) / 2;
  const starts = [0];
  const cells: number[] = [];
  const parts: number[] = [];
  for (let cell = 0; cell < to; cell++) {
    const [start, end] = [begin + cell * length, begin + (cell + 1) * length];
    for (let index = Math.floor(start); index < Math.min(from, Math.ceil(end)); index++) {
      cells.push(index);
      parts.push((Math.min(end, index + 1) - Math.max(start, index)) / length);
    }
    starts.push(cells.length);
  }
  return { starts: Int32Array.from(starts), cells: Int32Array.from(cells), shares: Float64Array.from(parts) };
}

function centred(
  { rows, columns, channels, pixels }: DecodedImage,
  height: number,
  width: number,
): DecodedImage {
  const placed = new Float32Array(height * width * channels);
  const [top, left] = [Math.floor((height - rows) / 2), Math.floor((width - columns) / 2)];
  for (let row = 0; row < rows; row++) {
    const line = pixels.subarray(row * columns * channels, (row + 1) * columns * channels);
    placed.set(line, ((top + row) * width + left) * channels);
  }
  return { rows: height, columns: width, channels, pixels: placed };
}
