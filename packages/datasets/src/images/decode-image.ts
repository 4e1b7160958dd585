import { HelmholtzError } from '@helmholtz/base';

import { type Background, type DecodedImage, readable } from './decoded-image.js';
import { fromJpeg } from './jpeg.js';
import { fromPng } from './png.js';

/**
 * Decodes the pixels of a PNG or a JPEG. A JPEG is turned as its EXIF orientation says.
 *
 * @param name of the file, for messages.
 * @param background behind transparent pixels.
 * @throws HelmholtzError (`usage`) for another format, (`data`) for a damaged file.
 *
 * @example
 * ```ts
 * import { decodeImage } from '@helmholtz/datasets/images';
 * import { encode } from 'fast-png';
 *
 * const png = encode({ data: Uint8Array.of(0, 255), width: 2, height: 1, channels: 1 });
 * console.log(decodeImage('a.png', png).pixels); // Float32Array(2) [ 0, 1 ]
 * ```
 */
export function decodeImage(name: string, bytes: Uint8Array, background?: Background): DecodedImage {
  const decode = startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])
    ? fromPng
    : startsWith(bytes, [0xff, 0xd8, 0xff])
      ? fromJpeg
      : undefined;
  if (!decode) {
    const [what, why] = kindOf(bytes);
    throw new HelmholtzError('usage', `${name} is neither a PNG nor a JPEG${what}.`, {
      hint: why,
    });
  }
  return readable(name, () => decode(bytes, background));
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** What a file is instead, and how to mend it. */
function kindOf(bytes: Uint8Array): readonly [what: string, hint: string] {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  const save = 'Save it in one of these formats. The file extension does not matter.';
  if (bytes.length === 0) return [': it has 0 bytes', 'Copy the file again, or delete it.'];
  if (text.startsWith('RIFF') && text.endsWith('WEBP')) {
    return [': it is a WebP image', 'Convert it to PNG, by dwebp or Pillow, for example.'];
  }
  return [text.startsWith('GIF8') ? ': it is a GIF image' : '', save];
}
