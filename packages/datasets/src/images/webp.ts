import { platform } from '#platform';

import { type Background, checkSize, type DecodedImage, opaque } from './decoded-image.js';
import { orientationOf, upright } from './orientation.js';
import { webpBytes, webpExif, webpHeader } from './webp-header.js';

/**
 * Decodes a WebP, and turns it as its EXIF orientation says.
 *
 * @throws Error for a file that can't be read.
 */
export async function fromWebp(bytes: Uint8Array, background?: Background): Promise<DecodedImage> {
  const header = webpHeader(bytes);
  if (!header) throw new Error('its header is damaged or cut short.');
  if (header.isAnimated) throw new Error('it is an animation, and only still images are read.');
  checkSize(header.columns, header.rows);
  if (webpBytes(bytes) > bytes.length) throw new Error('it is truncated.');
  const { width, height, data } = await decoded(bytes);
  const image = opaque(data, { rows: height, columns: width, channels: 4, largest: 255 }, background);
  const exif = webpExif(bytes);
  return upright(image, exif ? orientationOf(exif) : 1);
}

/** The message of the decoder tells a reader nothing. */
async function decoded(bytes: Uint8Array) {
  try {
    return await platform.decodeWebp(bytes);
  } catch (cause) {
    throw new Error('its data are damaged or cut short.', { cause });
  }
}
