import { openArray, type ArrayFile } from '../arrays/open-array.js';
import { readArray, type ReadArrayOptions } from '../arrays/read-array.js';
import { parseIdxHeader } from './idx-header.js';

/** Array of unsigned bytes, row-major. */
export interface IdxArray {
  readonly path: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads an IDX file of unsigned bytes, plain or gzipped.
 *
 * @throws HelmholtzError (`data`) for another format, a wrong length, an array too large for memory
 * or a wrong MD5 sum; (`storage`) if the file cannot be read.
 *
 * @example
 * ```ts
 * import { readIdx } from '@helmholtz/datasets';
 * import { writeFile } from 'node:fs/promises';
 *
 * const header = [0, 0, 8, 1, 0, 0, 0, 3]; // bytes, one axis of length 3
 * await writeFile('labels', Uint8Array.from([...header, 7, 8, 9]));
 * console.log((await readIdx('labels')).data); // Uint8Array(3) [ 7, 8, 9 ]
 * ```
 */
export async function readIdx(path: string, options: ReadArrayOptions = {}): Promise<IdxArray> {
  const { header, bytes } = await readArray(path, parseIdxHeader, options);
  return { path, shape: header.shape, data: bytes };
}

/**
 * Opens an uncompressed IDX file, whose values are read as needed.
 *
 * @throws HelmholtzError as `readIdx`, and (`usage`) for a gzipped file.
 *
 * @example
 * ```ts
 * import { openIdx } from '@helmholtz/datasets';
 * import { writeFile } from 'node:fs/promises';
 *
 * const header = [0, 0, 8, 1, 0, 0, 0, 3]; // bytes, one axis of length 3
 * await writeFile('labels', Uint8Array.from([...header, 7, 8, 9]));
 * console.log((await openIdx('labels')).header.shape); // [ 3 ]
 * ```
 */
export async function openIdx(path: string, options: ReadArrayOptions = {}): Promise<ArrayFile> {
  return openArray(path, parseIdxHeader, options);
}
