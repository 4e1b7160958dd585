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
 * @throws HelmholtzError (`data`) if the file has another format, is too short, too long or too large for memory, or has
 *   another MD5 sum; (`storage`) if it can't be read.
 */
export async function readIdx(path: string, options: ReadArrayOptions = {}): Promise<IdxArray> {
  const { header, bytes } = await readArray(path, parseIdxHeader, options);
  return { path, shape: header.shape, data: bytes };
}

/**
 * Opens an unpacked IDX file whose values are read as needed.
 *
 * @throws HelmholtzError as `readIdx` does, and (`usage`) if the file is gzipped.
 */
export async function openIdx(path: string, options: ReadArrayOptions = {}): Promise<ArrayFile> {
  return openArray(path, parseIdxHeader, options);
}
