import type { Files } from '../files/files.js';
import type { Host } from '../host.js';

export interface Hash {
  update(bytes: Uint8Array): void;
  /** Returns the hash in hexadecimal digits. Nothing can be added afterwards. */
  digest(): string;
}

/**
 * Gzipped bytes that cannot be unpacked.
 *
 * @example
 * ```ts
 * import { GunzipError } from '@helmholtz/base';
 *
 * new GunzipError('unexpected end of file', true, undefined).cutShort; // true
 * ```
 */
export class GunzipError extends Error {
  /** @param cutShort whether the stream ends too early, but is valid up to its end. */
  constructor(
    message: string,
    readonly cutShort: boolean,
    cause: unknown,
  ) {
    super(message, { cause });
    this.name = 'GunzipError';
  }
}

/**
 * Differences between Node and a page: `node.ts` and `browser.ts`. The import `#platform` resolves
 * to one of them.
 */
export interface Platform {
  /**
   * Files that are used by default: those of the file system; in a page, files in the memory of the
   * page.
   */
  readonly files: Files;
  readonly host: Host;
  createHash(this: void, algorithm: 'md5' | 'sha256'): Hash;
  /**
   * Unpacks gzipped chunks.
   *
   * @param chunkBytes bytes of an unpacked chunk at most, as far as the platform can choose.
   * @throws GunzipError
   */
  gunzip(this: void, chunks: AsyncIterable<Uint8Array>, chunkBytes?: number): AsyncIterable<Uint8Array>;
}
