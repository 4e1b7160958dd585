import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';

import { nodeFiles } from '../node/node-files.js';
import { nodeHost } from '../node/node-host.js';
import { GunzipError, type Platform } from './platform.js';

export const platform: Platform = {
  files: nodeFiles(),
  host: nodeHost,
  createHash(algorithm) {
    const hash = createHash(algorithm);
    return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest('hex') };
  },
  async *gunzip(chunks, chunkBytes) {
    // The reader of the last stream of a pipeline gets its error too.
    const unpacked = pipeline(chunks, createGunzip({ chunkSize: chunkBytes }), () => undefined);
    try {
      yield* unpacked as AsyncIterable<Uint8Array>;
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (!(error instanceof Error) || !code.startsWith('Z_')) throw error;
      throw new GunzipError(error.message, code === 'Z_BUF_ERROR', error);
    }
  },
};
