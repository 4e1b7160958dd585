import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';

import { memoryFiles } from '../files/memory-files.js';
import { chunksOf } from '../files/streams.js';
import type { Host } from '../host.js';
import { GunzipError, type Platform } from './platform.js';

/** Properties of the machine that a browser reveals. */
interface Navigator {
  readonly userAgent?: string;
  readonly platform?: string;
  readonly hardwareConcurrency?: number;
  readonly deviceMemory?: number;
}

const PAGE = 1;

/** Each page is a machine of its own: it cannot see whether another page lives. */
const space = crypto.randomUUID();

const host: Host = {
  name: 'page',
  pid: PAGE,
  processSpace: async () => space,
  processStart: async (pid) => (pid === PAGE ? space : undefined),
  describe() {
    const navigator = (globalThis as { navigator?: Navigator }).navigator ?? {};
    return {
      node: navigator.userAgent ?? 'unknown',
      platform: navigator.platform ?? 'unknown',
      processor: 'unknown',
      cores: navigator.hardwareConcurrency ?? 1,
      memory: navigator.deviceMemory ?? 0,
    };
  },
  // A page cannot see how much memory the browser grants it.
  memoryLimit: () => Infinity,
};

const hashes = { md5, sha256 };

export const platform: Platform = {
  files: memoryFiles(),
  host,
  createHash(algorithm) {
    const hash = hashes[algorithm].create();
    return {
      update: (bytes) => void hash.update(bytes),
      digest: () => Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join(''),
    };
  },
  async *gunzip(chunks) {
    const iterator = chunks[Symbol.asyncIterator]();
    let failure: { readonly error: unknown } | undefined;
    const packed = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async pull(controller) {
        try {
          const next = await iterator.next();
          if (next.done === true) controller.close();
          else controller.enqueue(new Uint8Array(next.value));
        } catch (error) {
          failure = { error };
          controller.error(error);
        }
      },
      cancel: async () => void (await iterator.return?.()),
    });
    try {
      yield* chunksOf(packed.pipeThrough(new DecompressionStream('gzip')));
    } catch (error) {
      if (failure) throw failure.error;
      const message = error instanceof Error ? error.message : String(error);
      // Only the message shows that a stream ends too early.
      throw new GunzipError(message, /incomplete|end|unexpected EOF/i.test(message), error);
    }
  },
};
