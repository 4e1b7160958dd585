import { exampleLength } from '../dataset.js';
import { DatasetError } from '../errors.js';

/** The data begin at a multiple of so many bytes, so that other programs can map them into memory. */
const alignment = 64;

export interface NpyContents {
  readonly shape: readonly number[];
  /** Row-major; bytes become uint8, floats float32. */
  readonly data: Uint8Array | Float32Array;
}

/** The bytes of a .npy file, version 1.0, that `numpy.load` reads. Raises a `usage` error where the shape does not fit. */
export function encodeNpy({ shape, data }: NpyContents): Uint8Array {
  if (exampleLength(shape) !== data.length) {
    throw new DatasetError('usage', `${data.length} values don't fill the shape [${shape.join(', ')}].`, {
      hint: 'Give as many values as the product of its axes.',
    });
  }
  const axes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const descr = data instanceof Uint8Array ? '|u1' : '<f4';
  const dictionary = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${axes}), }`;
  const prefix = 10;
  const start = Math.ceil((prefix + dictionary.length + 1) / alignment) * alignment;
  const bytes = new Uint8Array(start + data.byteLength);
  bytes.set(Buffer.from('\x93NUMPY\x01\x00', 'latin1'));
  const view = new DataView(bytes.buffer);
  view.setUint16(8, start - prefix, true);
  bytes.set(Buffer.from(`${dictionary.padEnd(start - prefix - 1)}\n`, 'latin1'), prefix);
  if (data instanceof Uint8Array) bytes.set(data, start);
  else data.forEach((value, index) => view.setFloat32(start + 4 * index, value, true));
  return bytes;
}
