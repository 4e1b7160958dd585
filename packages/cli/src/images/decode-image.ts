import { HelmholtzError } from '@helmholtz/core';
import { decode as decodePng, convertIndexedToRgb } from 'fast-png';
import { decode as decodeJpeg } from 'jpeg-js';

/** Pixels in [0, 1], row-major [rows, columns, channels]: one channel of grey, or red, green and blue. */
export interface DecodedImage {
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  readonly pixels: Float32Array;
}

/** A file of a few bytes may declare an image that fills the memory. */
const mostPixels = 50_000_000;

/**
 * The pixels of a PNG or a JPEG. What is transparent is black.
 *
 * @param name of the file, for messages.
 * @throws HelmholtzError (`usage`) for another format, (`data`) for a damaged file.
 */
export function decodeImage(name: string, bytes: Uint8Array): DecodedImage {
  const decode = startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])
    ? fromPng
    : startsWith(bytes, [0xff, 0xd8, 0xff])
      ? fromJpeg
      : undefined;
  if (!decode) {
    throw new HelmholtzError('usage', `${name} is neither a PNG nor a JPEG.`, {
      hint: 'Save it as one of these: what counts are its bytes, not its name.',
    });
  }
  try {
    return decode(bytes);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HelmholtzError('data', `${name} is not a readable image: ${why}`, {
      hint: 'Open it in a viewer to see whether it is damaged, and save it anew.',
      cause,
    });
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

function fromPng(bytes: Uint8Array): DecodedImage {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  checkSize(header.getUint32(16), header.getUint32(20));
  const { width, height, channels, depth, data, palette } = decodePng(bytes);
  const colours = palette?.[0]?.length ?? channels;
  const indexed = palette && convertIndexedToRgb({ width, height, channels, depth, data, palette, text: {} });
  const unpacked = indexed ?? (depth < 8 ? unpack(data, width, height, depth) : data);
  const largest = indexed ? 255 : 2 ** depth - 1;
  return opaque(unpacked, { rows: height, columns: width, channels: colours, largest });
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

function fromJpeg(bytes: Uint8Array): DecodedImage {
  const limits = { maxResolutionInMP: mostPixels / 1e6, maxMemoryUsageInMB: 1024 };
  const { width, height, data } = decodeJpeg(bytes, { useTArray: true, formatAsRGBA: false, ...limits });
  return opaque(data, { rows: height, columns: width, channels: 3, largest: 255 });
}

function checkSize(width: number, height: number): void {
  if (width * height <= mostPixels) return;
  throw new Error(`it has ${width} by ${height} pixels, more than ${mostPixels / 1e6} million.`);
}

interface Layout {
  readonly rows: number;
  readonly columns: number;
  /** Of grey or of colour, with transparency behind it or without. */
  readonly channels: number;
  /** What white is. */
  readonly largest: number;
}

function opaque(data: ArrayLike<number>, { rows, columns, channels, largest }: Layout): DecodedImage {
  const colours = channels < 3 ? 1 : 3;
  const pixels = new Float32Array(rows * columns * colours);
  for (let pixel = 0; pixel < rows * columns; pixel++) {
    const opacity = channels === colours ? 1 : data[pixel * channels + colours]! / largest;
    for (let colour = 0; colour < colours; colour++) {
      pixels[pixel * colours + colour] = (opacity * data[pixel * channels + colour]!) / largest;
    }
  }
  return { rows, columns, channels: colours, pixels };
}
