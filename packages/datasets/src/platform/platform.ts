/**
 * Interface to Node or a page. `#platform` resolves to `node.ts` or `browser.ts`.
 */
export interface DatasetPlatform {
  /** Returns the folder that keeps downloaded files by default. */
  cacheRoot(this: void): string;
  /** Returns the grey values, from 0 to 1, of all images of a digit in the package `mnist`. */
  readDigits(this: void, digit: string): Promise<readonly number[]>;
}

/** Content of a file of the package `mnist`. */
export interface DigitFile {
  readonly data: readonly number[];
}
