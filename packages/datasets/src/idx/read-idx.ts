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
