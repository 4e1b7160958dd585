import { readValues, uint8 } from '../arrays/element-types.js';
import { openArray, type ArrayFile } from '../arrays/open-array.js';
import { readArray, type ReadArrayOptions } from '../arrays/read-array.js';
import { parseNpyHeader } from './npy-header.js';
import { toRowMajor } from './row-major.js';

/** An array of numbers, row-major: bytes as they are, all other types as float32. */
export interface NpyArray {
  readonly path: string;
  /** As NumPy names it, such as `float64`. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array | Float32Array;
}

/**
 * Reads a NumPy .npy file of booleans, integers or floats, of either byte order, in C or Fortran
 * order.
 *
 * @throws HelmholtzError (`data`) for another format, objects, a wrong length or a wrong MD5 sum.
 * Also for an array too large for memory, and a whole number that is not exact as a double;
 * (`storage`) if the file cannot be read.
 *
 * @example
 * ```ts
 * import { encodeNpy, readNpy } from '@helmholtz/datasets';
 * import { writeFile } from 'node:fs/promises';
 *
 * const bytes = encodeNpy({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
 * await writeFile('x.npy', bytes);
 * console.log((await readNpy('x.npy')).shape); // [ 2, 3 ]
 * ```
 */
export async function readNpy(path: string, options: ReadArrayOptions = {}): Promise<NpyArray> {
  const {
    header: { shape, type, columnMajor },
    bytes,
  } = await readArray(path, parseNpyHeader, options);
  const rowMajor = <Values extends Uint8Array | Float32Array>(values: Values): Values =>
    columnMajor ? toRowMajor(values, shape) : values;
  if (type.read === uint8.read) return { path, type: type.name, shape, data: rowMajor(bytes) };
  const data = new Float32Array(bytes.length / type.bytes);
  readValues(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, data, path);
  return { path, type: type.name, shape, data: rowMajor(data) };
}

/**
 * Opens an uncompressed .npy file, whose values are read as needed.
 *
 * @throws HelmholtzError as `readNpy`, and (`usage`) for a gzipped file.
 *
 * @example
 * ```ts
 * import { encodeNpy, openNpy } from '@helmholtz/datasets';
 * import { writeFile } from 'node:fs/promises';
 *
 * const bytes = encodeNpy({ shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) });
 * await writeFile('x.npy', bytes);
 * console.log((await openNpy('x.npy')).header.shape); // [ 2, 3 ]
 * ```
 */
export async function openNpy(path: string, options: ReadArrayOptions = {}): Promise<ArrayFile> {
  return openArray(path, parseNpyHeader, options);
}
