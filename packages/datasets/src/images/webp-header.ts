/** Facts of a WebP before it is decoded. */
export interface WebpHeader {
  readonly rows: number;
  readonly columns: number;
  readonly isAnimated: boolean;
}

const ANIMATION = 0b10;
const FIRST_CHUNK = 12;
const CHUNK_HEADER = 8;

/** Returns whether a file begins as a WebP does: `RIFF`, its size, `WEBP`. */
export function isWebp(bytes: Uint8Array): boolean {
  return textAt(bytes, 0) === 'RIFF' && textAt(bytes, 8) === 'WEBP';
}

/**
 * Returns the facts of a WebP by its first bytes; undefined if they are damaged.
 *
 * WebP Container Specification; RFC 6386, section 9.1; WebP Lossless Bitstream, section 3.
 */
export function webpHeader(bytes: Uint8Array): WebpHeader | undefined {
  const start = FIRST_CHUNK + CHUNK_HEADER;
  if (!isWebp(bytes) || bytes.length < start + 10) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + start);
  const isAnimated = false;
  switch (textAt(bytes, FIRST_CHUNK)) {
    case 'VP8 ': {
      const [columns, rows] = [view.getUint16(6, true) & 0x3fff, view.getUint16(8, true) & 0x3fff];
      return { rows, columns, isAnimated };
    }
    case 'VP8L': {
      const sizes = view.getUint32(1, true);
      return { rows: ((sizes >> 14) & 0x3fff) + 1, columns: (sizes & 0x3fff) + 1, isAnimated };
    }
    case 'VP8X': {
      const size = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 2 ** 16 + 1;
      return { rows: size(7), columns: size(4), isAnimated: (view.getUint8(0) & ANIMATION) !== 0 };
    }
    default:
      return undefined;
  }
}

/** Returns the size that a WebP declares, in bytes. */
export function webpBytes(bytes: Uint8Array): number {
  return 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
}

/** Returns the EXIF data of a WebP, if it has any. */
export function webpExif(bytes: Uint8Array): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = FIRST_CHUNK; at + CHUNK_HEADER <= bytes.length;) {
    const length = view.getUint32(at + 4, true);
    const start = at + CHUNK_HEADER;
    if (textAt(bytes, at) === 'EXIF') return bytes.subarray(start, start + length);
    // Chunks are padded to an even length.
    at = start + length + (length % 2);
  }
  return undefined;
}

function textAt(bytes: Uint8Array, at: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + 4));
}
