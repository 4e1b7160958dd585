import { webpHeader } from './webp-header.js';

/** Facts of an image before it is decoded. */
export interface ImageHeader {
  readonly rows: number;
  readonly columns: number;
  readonly channels: 1 | 3;
  /** Whether its values have more than 8 bits. */
  readonly isDeep: boolean;
}

/** Bytes of a file that nearly always hold its header. */
export const HEADER_BYTES = 2 ** 16;

/** Returns the facts of a PNG, a JPEG or a WebP by its first bytes; undefined if they don't show. */
export function imageHeader(bytes: Uint8Array): ImageHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length >= 26 && view.getUint32(0) === 0x89504e47) {
    const [depth, colour] = [view.getUint8(24), view.getUint8(25)];
    return {
      rows: view.getUint32(20),
      columns: view.getUint32(16),
      channels: colour === 0 || colour === 4 ? 1 : 3,
      isDeep: depth > 8,
    };
  }
  if (bytes.length >= 4 && view.getUint16(0) === 0xffd8) return jpegHeader(view);
  const webp = webpHeader(bytes);
  return webp && { rows: webp.rows, columns: webp.columns, channels: 3, isDeep: false };
}

/** Walks through the segments of a JPEG to the header of its frame. */
function jpegHeader(view: DataView): ImageHeader | undefined {
  for (let at = 2; at + 10 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    // Fill bytes may stand before a marker.
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) {
      const channels = view.getUint8(at + 9) === 1 ? 1 : 3;
      return { rows: view.getUint16(at + 5), columns: view.getUint16(at + 7), channels, isDeep: false };
    } else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15, without DHT, JPG and DAC, which lie between them. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
