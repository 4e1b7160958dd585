import { HelmholtzError, storageCode } from '@helmholtz/base';

import { reasonOf } from '../reason.js';

/** Rows of equal length in a file, one after another. */
export interface RowsOfFile {
  readonly path: string;
  /** Reads bytes from a position on, as `readRangeSync` of the file's `Files` does. */
  readonly read: (position: number, into: Uint8Array) => number;
  /** The position of the first row. */
  readonly start: number;
  readonly rows: number;
  readonly rowBytes: number;
}

/**
 * Rows of a file, read a chunk at a time. The chunks that were used last are kept.
 *
 * Reads are synchronous, as those of a data set are. A chunk is large enough for a read to cost
 * little.
 */
export class ChunkCache {
  /** Chunks by their numbers, the least recently used first. */
  private readonly chunks = new Map<number, DataView>();

  constructor(
    private readonly rows: RowsOfFile,
    private readonly rowsPerChunk: number,
    private readonly capacity: number,
  ) {}

  /** Returns the bytes that hold a row, and its position in them. */
  row(index: number): { readonly view: DataView; readonly offset: number } {
    const number = Math.floor(index / this.rowsPerChunk);
    const view = this.chunks.get(number) ?? this.read(number);
    this.chunks.delete(number);
    this.chunks.set(number, view);
    return { view, offset: (index - number * this.rowsPerChunk) * this.rows.rowBytes };
  }

  private read(number: number): DataView {
    const { path, read, start, rows, rowBytes } = this.rows;
    const first = number * this.rowsPerChunk;
    const length = Math.min(this.rowsPerChunk, rows - first) * rowBytes;
    const bytes = this.room(length);
    try {
      if (read(start + first * rowBytes, bytes) < length) throw new Error('it has become shorter');
    } catch (error) {
      throw new HelmholtzError(
        'storage',
        `${path} can't be read any more: ${storageCode(error) ?? reasonOf(error)}.`,
        {
          hint: 'Files of streamed data must not change during training.',
          cause: error,
        },
      );
    }
    return new DataView(bytes.buffer, 0, length);
  }

  /** Returns the bytes of the least recently used chunk once the cache is full. */
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
