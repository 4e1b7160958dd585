/**
 * What differs between Node and a page: `node.ts` and `browser.ts`, one of which is `#platform`.
 */
export interface DatasetPlatform {
  /** Returns the folder that keeps downloaded files by default. */
  cacheRoot(this: void): string;
  /** Returns the grey values, from 0 to 1, of all images of a digit in the package `mnist`. */
  readDigits(this: void, digit: string): Promise<readonly number[]>;
}

/** What a file of the package `mnist` holds. */
export interface DigitFile {
  readonly data: readonly number[];
}
