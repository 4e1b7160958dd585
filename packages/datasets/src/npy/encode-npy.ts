import { exampleLength } from '../dataset.js';
import { HelmholtzError } from '@helmholtz/base';

/** The data begin at a multiple of 64 bytes, so that other programs can map them into memory. */
const alignment = 64;

/** Shape and values of an array. */
export interface NpyContents {
  readonly shape: readonly number[];
  /** Row-major; bytes become uint8, labels int16, floats float32. */
  readonly data: Uint8Array | Int16Array | Float32Array;
}

const descriptions = { uint8: '|u1', int16: '<i2', float32: '<f4' } as const;

/**
 * Returns the header of a .npy file, version 1.0. Write the values after it: row-major,
 * little-endian.
 *
 * @example
 * ```ts
 * import { npyHeader } from '@helmholtz/datasets';
 *
 * console.log(npyHeader([1000, 784], 'uint8').length); // 128
 * ```
 */
export function npyHeader(shape: readonly number[], type: keyof typeof descriptions): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const descr = descriptions[type];
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`;
  const prefix = 10;
  const length = Math.ceil((prefix + dictionary.length + 1) / alignment) * alignment;
  const text = `\x93NUMPY\x01\x00\0\0${dictionary.padEnd(length - prefix - 1)}\n`;
  const header = Uint8Array.from(text, (character) => character.charCodeAt(0));
  new DataView(header.buffer).setUint16(8, length - prefix, true);
  return header;
}

/**
 * Returns the bytes of a .npy file, as `numpy.load` reads it.
 *
 * @throws HelmholtzError (`usage`) if the number of values does not fit the shape.
 *
 * @example
 * ```ts
 * import { encodeNpy } from '@helmholtz/datasets';
 *
 * const bytes = encodeNpy({ shape: [2], data: Float32Array.of(1, 2) });
 * console.log(bytes.length); // 136
 * ```
 */
export function encodeNpy({ shape, data }: NpyContents): Uint8Array {
  if (exampleLength(shape) !== data.length) {
    throw new HelmholtzError('usage', `${data.length} values don't fill the shape [${shape.join(', ')}].`, {
      hint: 'Give as many values as the product of its axes.',
    });
  }
  const type = data instanceof Uint8Array ? 'uint8' : data instanceof Int16Array ? 'int16' : 'float32';
  const header = npyHeader(shape, type);
  const bytes = new Uint8Array(header.length + data.byteLength);
  bytes.set(header);
  if (data instanceof Uint8Array) bytes.set(data, header.length);
  else {
    const view = new DataView(bytes.buffer, header.length);
    data.forEach((value, index) =>
      type === 'int16' ? view.setInt16(2 * index, value, true) : view.setFloat32(4 * index, value, true),
    );
  }
  return bytes;
}
