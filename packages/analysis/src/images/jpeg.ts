import { decode } from 'jpeg-js';

import { type DecodedImage, mostPixels, opaque } from './decoded-image.js';

/**
 * A block of 8 by 8 pixels takes a bit at least, so that a file has no more pixels than this to
 * each of its bytes.
 */
const pixelsPerByte = 8 * 64;

/** @throws Error for a file that can't be read. */
export function fromJpeg(bytes: Uint8Array): DecodedImage {
  const most = Math.min(mostPixels, pixelsPerByte * bytes.length);
  const limits = { maxResolutionInMP: most / 1e6, maxMemoryUsageInMB: 1024 };
  const { width, height, data } = decode(bytes, { useTArray: true, formatAsRGBA: false, ...limits });
  return opaque(data, { rows: height, columns: width, channels: 3, largest: 255 });
}
