import type { DecodedImage } from './decoded-image.js';

export interface Fitted {
  readonly image: DecodedImage;
  /** Descriptions of the changes to the image; empty if there are none. */
  readonly changes: readonly string[];
}

/**
 * An image of the shape that a model takes: grey or in three colours, in the middle of as many rows
 * and columns, its proportions kept and the rest black.
 */
export function fitImage(given: DecodedImage, [rows, columns, channels]: readonly number[]): Fitted {
  const coloured = inChannels(given, channels === 1 ? 1 : 3);
  const scale = Math.min(rows! / given.rows, columns! / given.columns);
  const height = Math.max(1, Math.round(given.rows * scale));
  const width = Math.max(1, Math.round(given.columns * scale));
  const resized = scale === 1 ? coloured : resize(coloured, height, width);
  const filled = height === rows && width === columns;
  const changes = [
    ...(coloured === given ? [] : [channels === 1 ? 'made grey' : 'grey copied to each colour']),
    ...(scale === 1
      ? []
      : [`resized from ${given.columns} by ${given.rows} to ${width} by ${height} pixels`]),
    ...(filled ? [] : [`centred on ${columns} by ${rows} black pixels`]),
  ];
  return { image: filled ? resized : centred(resized, rows!, columns!), changes };
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

/** Each new pixel is the mean of the area that it covers, which keeps the mean of the image. */
function resize(image: DecodedImage, rows: number, columns: number): DecodedImage {
  const { channels } = image;
  const down = shares(image.rows, rows);
  const across = shares(image.columns, columns);
  const pixels = new Float32Array(rows * columns * channels);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      for (const [y, height] of down[row]!) {
        for (const [x, width] of across[column]!) {
          for (let channel = 0; channel < channels; channel++) {
            const value = image.pixels[(y * image.columns + x) * channels + channel]!;
            pixels[(row * columns + column) * channels + channel]! += height * width * value;
          }
        }
      }
    }
  }
  return { rows, columns, channels, pixels };
}

/** Returns for each of `to` cells the `from` cells that it covers, with their shares of it. */
function shares(from: number, to: number): (readonly [index: number, share: number])[][] {
  const length = from / to;
  return Array.from({ length: to }, (_, cell) => {
    const [start, end] = [cell * length, (cell + 1) * length];
    const first = Math.floor(start);
    const count = Math.min(from, Math.ceil(end)) - first;
    return Array.from({ length: count }, (_, offset) => {
      const index = first + offset;
      return [index, (Math.min(end, index + 1) - Math.max(start, index)) / length] as const;
    });
  });
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
