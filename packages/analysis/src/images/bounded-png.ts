import { deflateSync, inflateSync } from 'node:zlib';

import { checkSize } from './decoded-image.js';

/** The chunks that pixels are made of, and how long each may be; all others are left out. */
const longest: Readonly<Record<string, number>> = { IHDR: 13, PLTE: 3 * 256, tRNS: 256, IDAT: Infinity };

/** Channels by colour type: grey, colour, palette, grey with opacity, colour with opacity. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Adam7: where each pass begins, and its steps (PNG specification, section 8.2). */
const passes = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

/**
 * Rewrites a PNG so that a decoder can't use more memory than its header declares. The result has
 * one header, its palette, and pixels that were unpacked once to the exact size of the image and
 * stored without compression.
 *
 * @throws Error for a truncated file, or a file with more or fewer pixels than its header declares.
 */
export function boundedPng(bytes: Uint8Array): Uint8Array {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [header, ...others] = chunksOf(file);
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new Error('it has no header.');
  if (others.some(({ type }) => type === 'IHDR')) throw new Error('it has a second header.');
  const packed = Buffer.concat(others.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])));
  const size = unpackedSize(header.data);
  const unpacked = inflateSync(packed, { maxOutputLength: size });
  if (unpacked.length < size) throw new Error(`it holds ${unpacked.length} of ${size} bytes of pixels.`);
  const pixels = { type: 'IDAT', data: deflateSync(unpacked, { level: 0 }) };
  const kept = others.filter(({ type }) => type !== 'IDAT');
  const end = { type: 'IEND', data: Buffer.alloc(0) };
  return Buffer.concat([file.subarray(0, 8), ...[header, ...kept, pixels, end].map(written)]);
}

function chunksOf(file: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 8; ;) {
    if (at + 8 > file.length) throw new Error('it is truncated.');
    const type = file.toString('latin1', at + 4, at + 8);
    const [start, length] = [at + 8, file.readUInt32BE(at)];
    if (type === 'IEND') return chunks;
    // Behind the data comes their checksum.
    at = start + length + 4;
    if (at > file.length) throw new Error('it is truncated.');
    const most = longest[type];
    if (most === undefined) continue;
    if (length > most) throw new Error(`its chunk ${type} has ${length} bytes, more than ${most}.`);
    chunks.push({ type, data: file.subarray(start, start + length) });
  }
}

/** How many bytes the pixels take: rows of whole bytes, each behind the number of its filter. */
function unpackedSize(header: Buffer): number {
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  checkSize(width, height);
  const [depth, colour, interlaced] = [header[8]!, header[9]!, header[12] !== 0];
  const bits = depth * (channels[colour] ?? 0);
  if (interlaced && depth < 8) throw new Error(`it is interlaced and of ${depth} bits, which is not read.`);
  const sizeOf = (columns: number, rows: number): number =>
    columns > 0 && rows > 0 ? rows * (1 + Math.ceil((columns * bits) / 8)) : 0;
  if (!interlaced) return sizeOf(width, height);
  const sizes = passes.map(([x, y, across, down]) =>
    sizeOf(Math.ceil((width - x) / across), Math.ceil((height - y) / down)),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** Encodes a chunk without its checksum, which the decoder does not read. */
function written({ type, data }: Chunk): Buffer {
  const chunk = Buffer.alloc(12 + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  return chunk;
}
