import { HelmholtzError } from '@helmholtz/base';

/**
 * Pixels in [0, 1], row-major [rows, columns, channels]: one channel of grey, or red, green and
 * blue.
 */
export interface DecodedImage {
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  readonly pixels: Float32Array;
}

/** What is behind transparent pixels. */
export type Background = 'black' | 'white';

/** A file of a few bytes may declare an image that fills the memory. */
export const mostPixels = 50_000_000;

/** @throws Error for an image of no pixels, or of more than are read. */
export function checkSize(width: number, height: number): void {
  if (width * height > 0 && width * height <= mostPixels) return;
  throw new Error(`it has ${width} by ${height} pixels; up to ${mostPixels / 1e6} million are read.`);
}

interface Layout {
  readonly rows: number;
  readonly columns: number;
  /** Number of channels: grey or colour, with or without transparency. */
  readonly channels: number;
  /** Value of a white pixel. */
  readonly largest: number;
}

/** Converts values to pixels in [0, 1]. Transparent pixels show the background. */
export function opaque(
  data: ArrayLike<number>,
  { rows, columns, channels, largest }: Layout,
  background: Background = 'black',
): DecodedImage {
  const colours = channels < 3 ? 1 : 3;
  const behind = background === 'white' ? 1 : 0;
  const pixels = new Float32Array(rows * columns * colours);
  for (let pixel = 0; pixel < rows * columns; pixel++) {
    const opacity = channels === colours ? 1 : data[pixel * channels + colours]! / largest;
    for (let colour = 0; colour < colours; colour++) {
      const shown = (opacity * data[pixel * channels + colour]!) / largest;
      pixels[pixel * colours + colour] = shown + (1 - opacity) * behind;
    }
  }
  return { rows, columns, channels: colours, pixels };
}

/**
 * Runs a reader of an image. @throws HelmholtzError (`data`) with the name of the file and the
 * reason of the reader.
 */
export function readable<Value>(name: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

/** Returns the error about an image that a reader can't read, with the reader's reason. */
export function unreadable(name: string, cause: unknown): HelmholtzError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new HelmholtzError('data', `${name} is not a readable image: ${why}`, {
    hint: 'Open it in a viewer to see whether it is damaged, and save it again.',
    cause,
  });
}
