import type { ArrayHeader } from '../arrays/array-header.js';
import { uint8 } from '../arrays/element-types.js';
import { HelmholtzError } from '@helmholtz/base';

const unsignedByte = 0x08;

/**
 * Reads the header of an IDX file: two zeros, the type of the values, the number of axes, and then
 * the size of each axis as a big-endian 32-bit number. Returns undefined while `bytes` holds only
 * part of it.
 */
export function parseIdxHeader(bytes: Uint8Array, path: string): ArrayHeader | undefined {
  if (bytes.length < 4) return undefined;
  const [first, second, type, axes] = bytes;
  if (first !== 0 || second !== 0 || type !== unsignedByte || !axes) {
    const magic = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new HelmholtzError(
      'data',
      `${path} is not an IDX file of unsigned bytes: it starts with ${magic}, not with 00 00 08 and the number of axes.`,
      {
        hint: 'Check that this is the file you mean, unpacked or gzipped once, and download it again if so.',
      },
    );
  }
  const length = 4 + 4 * axes;
  if (bytes.length < length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, length);
  const shape = Array.from({ length: axes }, (_, axis) => view.getUint32(4 + 4 * axis));
  return { shape, length, type: uint8 };
}
