import { encode } from 'fast-png';
import type { Raster } from './grid.js';

/**
 * Encodes an image as a PNG file with eight bits per channel.
 *
 * @example
 * ```ts
 * import { encodePng } from '@helmholtz/report';
 *
 * const white = { data: Uint8Array.of(255), width: 1, height: 1, channels: 1 } as const;
 * console.log(String.fromCharCode(...encodePng(white).subarray(1, 4))); // PNG
 * ```
 */
export function encodePng(raster: Raster): Uint8Array {
  return encode({ ...raster, depth: 8 }, { zlib: { level: 9 } });
}

/** Encodes an image as a PNG data URL. */
export function pngDataUrl(raster: Raster): string {
  const characters = Array.from(encodePng(raster), (byte) => String.fromCharCode(byte));
  return `data:image/png;base64,${btoa(characters.join(''))}`;
}
