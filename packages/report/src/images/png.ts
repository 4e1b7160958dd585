import { encode } from 'fast-png';
import type { Raster } from './grid.js';

/** Encodes an image as PNG, eight bits a channel. */
export function encodePng(raster: Raster): Uint8Array {
  return encode({ ...raster, depth: 8 }, { zlib: { level: 9 } });
}

/** The image as an address that holds all of it. */
export function pngDataUrl(raster: Raster): string {
  const characters = Array.from(encodePng(raster), (byte) => String.fromCharCode(byte));
  return `data:image/png;base64,${btoa(characters.join(''))}`;
}
