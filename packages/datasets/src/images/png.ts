import { convertIndexedToRgb, decode } from 'fast-png';

import { type Background, type DecodedImage, opaque } from './decoded-image.js';
import { boundedPng } from './bounded-png.js';

/** @throws Error for a file that can't be read. */
export function fromPng(bytes: Uint8Array, background?: Background): DecodedImage {
  const { width, height, channels, depth, data, palette } = decode(boundedPng(bytes));
  const colours = palette?.[0]?.length ?? channels;
  const indexed = palette && convertIndexedToRgb({ width, height, channels, depth, data, palette, text: {} });
  const unpacked = indexed ?? (depth < 8 ? unpack(data, width, height, depth) : data);
  const largest = indexed ? 255 : 2 ** depth - 1;
  return opaque(unpacked, { rows: height, columns: width, channels: colours, largest }, background);
}

/** Grey values of less than a byte, several to a byte; each row begins with a byte of its own. */
function unpack(data: ArrayLike<number>, width: number, height: number, depth: number): Uint8Array {
  const perByte = 8 / depth;
  const rowBytes = Math.ceil(width / perByte);
  return Uint8Array.from({ length: width * height }, (_, index) => {
    const column = index % width;
    const byte = data[Math.floor(index / width) * rowBytes + Math.floor(column / perByte)]!;
    return (byte >> (8 - depth * ((column % perByte) + 1))) & (2 ** depth - 1);
  });
}
