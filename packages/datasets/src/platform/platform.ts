/**
 * Interface to Node or a page. `#platform` resolves to `node.ts` or `browser.ts`.
 */
export interface DatasetPlatform {
  /** Returns the folder that keeps downloaded files by default. */
  cacheRoot(this: void): string;
  /** Returns the grey values, from 0 to 1, of all images of a digit in the package `mnist`. */
  readDigits(this: void, digit: string): Promise<readonly number[]>;
  /** Decodes a WebP image, without turning it. @throws for damaged data. */
  decodeWebp(this: void, bytes: Uint8Array): Promise<RgbaImage>;
}

/** Decoded pixels: bytes of red, green, blue and opacity. */
export interface RgbaImage {
  readonly width: number;
  readonly height: number;
  readonly data: ArrayLike<number>;
}

/** Content of a file of the package `mnist`. */
export interface DigitFile {
  readonly data: readonly number[];
}
