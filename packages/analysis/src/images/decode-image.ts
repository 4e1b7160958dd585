import { HelmholtzError } from '@helmholtz/base';

import type { DecodedImage } from './decoded-image.js';
import { fromJpeg } from './jpeg.js';
import { fromPng } from './png.js';

/**
 * Decodes the pixels of a PNG or a JPEG. Transparent pixels become black.
 *
 * @param name of the file, for messages.
 * @throws HelmholtzError (`usage`) for another format, (`data`) for a damaged file.
 *
 * @example
 * ```ts
 * import { decodeImage } from '@helmholtz/analysis/images';
 * import { encodePng } from '@helmholtz/report';
 *
 * const png = encodePng({ data: Uint8Array.of(0, 255), width: 2, height: 1, channels: 1 });
 * console.log(decodeImage('a.png', png).pixels); // Float32Array(2) [ 0, 1 ]
 * ```
 */
export function decodeImage(name: string, bytes: Uint8Array): DecodedImage {
  const decode = startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])
    ? fromPng
    : startsWith(bytes, [0xff, 0xd8, 0xff])
      ? fromJpeg
      : undefined;
  if (!decode) {
    throw new HelmholtzError('usage', `${name} is neither a PNG nor a JPEG.`, {
      hint: 'Save it in one of these formats. The file extension does not matter.',
    });
  }
  try {
    return decode(bytes);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new HelmholtzError('data', `${name} is not a readable image: ${why}`, {
      hint: 'Open it in a viewer to see whether it is damaged, and save it again.',
      cause,
    });
  }
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}
