import { concatBytes } from '@helmholtz/base';
import { unzlibSync, zlibSync } from 'fflate';

import { checkSize } from './decoded-image.js';

/** The chunks that pixels are made of, and how long each may be; all others are left out. */
const longest: Readonly<Record<string, number>> = { IHDR: 13, PLTE: 3 * 256, tRNS: 256, IDAT: Infinity };

/** Channels by colour type: grey, colour, palette, grey with opacity, colour with opacity. */
const channels: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };

/** Bits of a channel. */
const depths: ReadonlySet<number> = new Set([1, 2, 4, 8, 16]);

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

/** Most bytes that deflate can unpack from one byte, by its format. */
const GREATEST_EXPANSION = 1032;

interface Chunk {
  readonly type: string;
  readonly data: Uint8Array;
}

/**
 * Rewrites a PNG so that a decoder can't use more memory than its header declares. The result has
 * one header, its palette, and pixels that were unpacked once to the exact size of the image and
 * stored without compression.
 *
 * @throws Error for a truncated file, or a file with more or fewer pixels than its header declares.
 */
export function boundedPng(bytes: Uint8Array): Uint8Array {
  const [header, ...others] = chunksOf(bytes);
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new Error('it has no header.');
  if (others.some(({ type }) => type === 'IHDR')) throw new Error('it has a second header.');
  const packed = concatBytes(others.flatMap(({ type, data }) => (type === 'IDAT' ? [data] : [])));
  const size = unpackedSize(header.data);
  const most = packed.length * GREATEST_EXPANSION;
  if (most < size) throw new Error(`it holds at most ${most} of ${size} bytes of pixels.`);
  // A byte more than is expected shows a file that holds too much.
  const unpacked = unzlibSync(packed, { out: new Uint8Array(size + 1) });
  if (unpacked.length > size) throw new Error(`it holds more than ${size} bytes of pixels.`);
  if (unpacked.length < size) throw new Error(`it holds ${unpacked.length} of ${size} bytes of pixels.`);
  const pixels = { type: 'IDAT', data: zlibSync(unpacked, { level: 0 }) };
  const kept = others.filter(({ type }) => type !== 'IDAT');
  const end = { type: 'IEND', data: new Uint8Array(0) };
  return concatBytes([bytes.subarray(0, 8), ...[header, ...kept, pixels, end].map(written)]);
}

function chunksOf(file: Uint8Array): Chunk[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: Chunk[] = [];
  for (let at = 8; ;) {
    if (at + 8 > file.length) throw new Error('it is truncated.');
    const type = String.fromCharCode(...file.subarray(at + 4, at + 8));
    const [start, length] = [at + 8, view.getUint32(at)];
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
function unpackedSize(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height] = [view.getUint32(0), view.getUint32(4)];
  checkSize(width, height);
  const [depth, colour, interlaced] = [header[8]!, header[9]!, header[12] !== 0];
  const ofPixel = channels[colour];
  if (ofPixel === undefined || !depths.has(depth)) {
    throw new Error(
      `its header declares the colour type ${colour} of ${depth} bits, which PNG does not have.`,
    );
  }
  const bits = depth * ofPixel;
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
function written({ type, data }: Chunk): Uint8Array {
  const chunk = new Uint8Array(12 + data.length);
  new DataView(chunk.buffer).setUint32(0, data.length);
  chunk.set(new TextEncoder().encode(type), 4);
  chunk.set(data, 8);
  return chunk;
}
