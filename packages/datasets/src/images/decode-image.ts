import { HelmholtzError } from '@helmholtz/base';

import { type Background, type DecodedImage, unreadable } from './decoded-image.js';
import { fromJpeg } from './jpeg.js';
import { fromPng } from './png.js';
import { fromWebp } from './webp.js';
import { isWebp } from './webp-header.js';

/**
 * Decodes the pixels of a PNG, a JPEG or a WebP. A JPEG or WebP is turned as its EXIF orientation
 * says.
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
 * console.log((await decodeImage('a.png', png)).pixels); // Float32Array(2) [ 0, 1 ]
 * ```
 */
export async function decodeImage(
  name: string,
  bytes: Uint8Array,
  background?: Background,
): Promise<DecodedImage> {
  const decode = decoderOf(bytes);
  if (!decode) {
    const [what, why] = kindOf(bytes);
    throw new HelmholtzError('usage', `${name} is not a PNG, JPEG or WebP image${what}.`, {
      hint: why,
    });
  }
  try {
    return await decode(bytes, background);
  } catch (cause) {
    throw unreadable(name, cause);
  }
}

type Decoder = (bytes: Uint8Array, background?: Background) => DecodedImage | Promise<DecodedImage>;

function decoderOf(bytes: Uint8Array): Decoder | undefined {
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47])) return fromPng;
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return fromJpeg;
  return isWebp(bytes) ? fromWebp : undefined;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte);
}

/** What a file is instead, and how to mend it. */
function kindOf(bytes: Uint8Array): readonly [what: string, hint: string] {
  const text = String.fromCharCode(...bytes.subarray(0, 12));
  const save = 'Save it in one of these formats. The file extension does not matter.';
  if (bytes.length === 0) return [': it has 0 bytes', 'Copy the file again, or delete it.'];
  return [text.startsWith('GIF8') ? ': it is a GIF image' : '', save];
}
