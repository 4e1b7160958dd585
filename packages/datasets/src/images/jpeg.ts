import { decode } from 'jpeg-js';

import { type DecodedImage, mostPixels, opaque } from './decoded-image.js';
import { orientationOf, upright } from './orientation.js';

/**
 * A block of 8 by 8 pixels takes a bit at least, so that a file has no more pixels than this to
 * each of its bytes.
 */
const pixelsPerByte = 8 * 64;

/**
 * Decodes a JPEG, and turns it as its EXIF orientation says.
 *
 * @throws Error for a file that can't be read.
 */
export function fromJpeg(bytes: Uint8Array): DecodedImage {
  const most = Math.min(mostPixels, pixelsPerByte * bytes.length);
  const limits = { maxResolutionInMP: most / 1e6, maxMemoryUsageInMB: 1024 };
  const decoded = inPlainWords(() => decode(bytes, { useTArray: true, formatAsRGBA: false, ...limits }));
  const { width, height, data } = decoded;
  const image = opaque(data, { rows: height, columns: width, channels: 3, largest: 255 });
  // Its types lack the EXIF data.
  const { exifBuffer } = decoded as { readonly exifBuffer?: Uint8Array };
  return upright(image, exifBuffer ? orientationOf(exifBuffer) : 1);
}

/** The decoder meets damage at any place, and its words for that tell a reader nothing. */
function inPlainWords<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (String(cause).includes('limit exceeded')) throw cause;
    throw new Error('its data are damaged or cut short.', { cause });
  }
}
