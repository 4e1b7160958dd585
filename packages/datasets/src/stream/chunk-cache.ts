import { closeSync, openSync, readSync } from 'node:fs';
import { HelmholtzError } from '@helmholtz/base';
import { reasonOf } from '../reason.js';

/** Where equal rows of bytes lie in a file, one after another. */
export interface RowsOfFile {
  readonly path: string;
  /** The position of the first row. */
  readonly start: number;
  readonly rows: number;
  readonly rowBytes: number;
}

/**
 * Rows of a file, read a chunk at a time; the chunks that were last asked for are kept.
 *
 * Reads are synchronous, as those of a data set are, and a chunk is large enough for its reading to cost little.
 */
export class ChunkCache {
  /** By their numbers, the one that was asked for longest ago first. */
  private readonly chunks = new Map<number, DataView>();

  constructor(
    private readonly of: RowsOfFile,
    private readonly rowsPerChunk: number,
    private readonly capacity: number,
  ) {}

  /** Where a row lies: in which bytes, from which on. */
  row(index: number): { readonly view: DataView; readonly offset: number } {
    const number = Math.floor(index / this.rowsPerChunk);
    const view = this.chunks.get(number) ?? this.read(number);
    this.chunks.delete(number);
    this.chunks.set(number, view);
    return { view, offset: (index - number * this.rowsPerChunk) * this.of.rowBytes };
  }

  private read(number: number): DataView {
    const { path, start, rows, rowBytes } = this.of;
    const first = number * this.rowsPerChunk;
    const length = Math.min(this.rowsPerChunk, rows - first) * rowBytes;
    const bytes = this.room(length);
    try {
      fill(bytes, path, start + first * rowBytes);
    } catch (error) {
      throw new HelmholtzError('storage', `${path} cannot be read any more: ${reasonOf(error)}.`, {
        hint: 'The files of streamed data must stay as they are while they are used.',
        cause: error,
      });
    }
    return new DataView(bytes.buffer, 0, length);
  }

  /** The bytes of the chunk that was asked for longest ago, once there are enough. */
  private room(length: number): Uint8Array {
    const [oldest] = this.chunks;
    if (!oldest || this.chunks.size < this.capacity) return new Uint8Array(length);
    const [number, { buffer }] = oldest;
    this.chunks.delete(number);
    return buffer.byteLength < length
      ? new Uint8Array(length)
      : new Uint8Array(buffer as ArrayBuffer, 0, length);
  }
}

/** A file that was kept open would have to be closed by somebody; to open it costs little beside a chunk. */
function fill(bytes: Uint8Array, path: string, position: number): void {
  const file = openSync(path, 'r');
  try {
    for (let filled = 0; filled < bytes.length;) {
      const count = readSync(file, bytes, filled, bytes.length - filled, position + filled);
      if (count === 0) throw new Error('it has become shorter');
      filled += count;
    }
  } finally {
    closeSync(file);
  }
}
