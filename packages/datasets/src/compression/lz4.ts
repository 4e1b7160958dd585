const MAGIC = 0x184d2204;
const BLOCK_CHECKSUMS = 0x10;
const CONTENT_SIZE = 0x08;
const DICTIONARY = 0x01;
const UNCOMPRESSED = 0x80000000;
/** A longer literal or match has more bytes of its length. */
const LONG = 15;
const LEAST_MATCH = 4;
/** Most bytes that LZ4 unpacks from one byte. */
const GREATEST_EXPANSION = 256;

/**
 * Unpacks an LZ4 frame, in which Arrow packs its buffers. Checksums are not compared.
 *
 * Format: https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md, and lz4_Block_format.md
 *
 * @throws Error for bytes that are no such frame.
 */
export function unpackLz4Frame(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) throw new Error('a buffer is no LZ4 frame');
  const flags = view.getUint8(4);
  let at = 7 + (flags & CONTENT_SIZE ? 8 : 0) + (flags & DICTIONARY ? 4 : 0);
  const out = new Unpacked();
  for (;;) {
    if (at + 4 > bytes.length) throw cutShort();
    const head = view.getUint32(at, true);
    const size = (head & ~UNCOMPRESSED) >>> 0;
    at += 4;
    if (size === 0) return out.bytes;
    if (at + size > bytes.length) throw cutShort();
    const block = bytes.subarray(at, at + size);
    if (head & UNCOMPRESSED) out.append(block);
    else unpackBlock(block, out);
    at += size + (flags & BLOCK_CHECKSUMS ? 4 : 0);
  }
}

/**
 * Unpacks an LZ4 block, in which Parquet packs its pages.
 *
 * @throws Error for damaged bytes.
 */
export function unpackLz4Block(bytes: Uint8Array): Uint8Array {
  const out = new Unpacked();
  unpackBlock(bytes, out);
  return out.bytes;
}

/** Sequences of literal bytes and copies of earlier ones; the last has literals only. */
function unpackBlock(block: Uint8Array, out: Unpacked): void {
  let at = 0;
  const next = (): number => {
    const byte = block[at++];
    if (byte === undefined) throw cutShort();
    return byte;
  };
  const lengthOf = (short: number): number => {
    let length = short;
    if (short < LONG) return length;
    for (let byte = 255; byte === 255; length += byte) byte = next();
    return length;
  };
  out.reserve(block.length * GREATEST_EXPANSION);
  while (at < block.length) {
    const token = next();
    const literals = lengthOf(token >> 4);
    if (at + literals > block.length) throw cutShort();
    out.append(block.subarray(at, at + literals));
    at += literals;
    if (at === block.length) return;
    const distance = next() | (next() << 8);
    out.copy(distance, lengthOf(token & LONG) + LEAST_MATCH);
  }
}

function cutShort(): Error {
  return new Error('an LZ4 frame is cut short');
}

/** Bytes that grow, and are copied from within. */
class Unpacked {
  private room = new Uint8Array(2 ** 12);
  private filled = 0;
  private most = 0;

  get bytes(): Uint8Array {
    return this.room.subarray(0, this.filled);
  }

  /** Allows that many more bytes. */
  reserve(more: number): void {
    this.most = this.filled + more;
  }

  append(bytes: Uint8Array): void {
    this.grow(bytes.length);
    this.room.set(bytes, this.filled);
    this.filled += bytes.length;
  }

  copy(distance: number, length: number): void {
    if (distance === 0 || distance > this.filled) throw new Error('an LZ4 block refers to bytes before it');
    if (this.filled + length > this.most) throw cutShort();
    this.grow(length);
    // A copy may overlap what it writes.
    for (let end = this.filled + length; this.filled < end; this.filled++) {
      this.room[this.filled] = this.room[this.filled - distance] ?? 0;
    }
  }

  private grow(more: number): void {
    if (this.filled + more <= this.room.length) return;
    const grown = new Uint8Array(Math.max(2 * this.room.length, this.filled + more));
    grown.set(this.bytes);
    this.room = grown;
  }
}
