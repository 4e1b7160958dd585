import { readValues, uint8 } from '../arrays/element-types.js';
import { openArray, type ArrayFile } from '../arrays/open-array.js';
import { readArray, type ReadArrayOptions } from '../arrays/read-array.js';
import { parseNpyHeader } from './npy-header.js';

/** An array of numbers, row-major: bytes as they are, all other types as float32. */
export interface NpyArray {
  readonly path: string;
  /** As NumPy names it, such as `float64`. */
  readonly type: string;
  readonly shape: readonly number[];
  readonly data: Uint8Array | Float32Array;
}

/**
 * Reads a NumPy .npy file of booleans, whole numbers or floats, of either byte order.
 *
 * Raises a `data` error if the file is no such file, holds objects or columns first, is cut short, goes on after its end, is
 * too large to be held or has another MD5 sum; a `storage` error where it cannot be read.
 */
export async function readNpy(path: string, options: ReadArrayOptions = {}): Promise<NpyArray> {
  const {
    header: { shape, type },
    bytes,
  } = await readArray(path, parseNpyHeader, options);
  if (type.read === uint8.read) return { path, type: type.name, shape, data: bytes };
  const data = new Float32Array(bytes.length / type.bytes);
  readValues(type, new DataView(bytes.buffer, bytes.byteOffset, bytes.length), 0, data);
  return { path, type: type.name, shape, data };
}

/**
 * Opens an unpacked .npy file whose values are read as needed.
 *
 * @throws HelmholtzError as `readNpy` does, and (`usage`) if the file is gzipped.
 */
export async function openNpy(path: string, options: ReadArrayOptions = {}): Promise<ArrayFile> {
  return openArray(path, parseNpyHeader, options);
}
