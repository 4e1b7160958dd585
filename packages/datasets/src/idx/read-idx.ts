import { openArray, type ArrayFile } from '../arrays/open-array.js';
import { readArray, type ReadArrayOptions } from '../arrays/read-array.js';
import { parseIdxHeader } from './idx-header.js';

/** An array of unsigned bytes, row-major. */
export interface IdxArray {
  readonly path: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, unpacked or gzipped, in one pass and no further than its header promises.
 *
 * Raises a `data` error where the file is no such file, is cut short, goes on after its end, is too large to be held or has
 * another MD5 sum; a `storage` error where it cannot be read.
 */
export async function readIdx(path: string, options: ReadArrayOptions = {}): Promise<IdxArray> {
  const { header, bytes } = await readArray(path, parseIdxHeader, options);
  return { path, shape: header.shape, data: bytes };
}

/**
 * Opens an unpacked IDX file whose values stay in it, to be read as they are needed.
 *
 * Raises the errors of `readIdx`, and a `usage` error where the file is gzipped.
 */
export async function openIdx(path: string, options: ReadArrayOptions = {}): Promise<ArrayFile> {
  return openArray(path, parseIdxHeader, options);
}
