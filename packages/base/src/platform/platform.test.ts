import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import test from 'ava';

import { concatBytes } from '../files/bytes.js';
import { platform as browser } from './browser.js';
import { platform as node } from './node.js';
import { GunzipError } from './platform.js';

const bytes = Uint8Array.from({ length: 300_000 }, (_, index) => (index * index) % 251);

async function* inChunks(packed: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < packed.length; start += 1_000) yield packed.subarray(start, start + 1_000);
}

async function unpack(platform: typeof node, packed: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of platform.gunzip(packed, 4_096)) chunks.push(chunk);
  return concatBytes(chunks);
}

for (const [name, platform] of Object.entries({ node, browser })) {
  test(`${name}: hashes equal those of Node's crypto, for any chunks`, (t) => {
    for (const algorithm of ['md5', 'sha256'] as const) {
      const hash = platform.createHash(algorithm);
      hash.update(bytes.subarray(0, 7));
      hash.update(bytes.subarray(7));
      t.is(hash.digest(), createHash(algorithm).update(bytes).digest('hex'));
      t.is(platform.createHash(algorithm).digest(), createHash(algorithm).digest('hex'));
    }
  });

  test(`${name}: gzipped bytes are unpacked`, async (t) => {
    t.deepEqual(await unpack(platform, inChunks(gzipSync(bytes))), bytes);
  });

  test(`${name}: a stream that ends too early differs from a damaged one`, async (t) => {
    const packed = gzipSync(bytes);
    const failed = async (packed: AsyncIterable<Uint8Array>) =>
      t.throwsAsync(unpack(platform, packed), { instanceOf: GunzipError });
    t.true((await failed(inChunks(packed.subarray(0, -9)))).cutShort);
    const damaged = Uint8Array.from(packed);
    damaged.fill(255, 20, 400);
    t.false((await failed(inChunks(damaged))).cutShort);
  });

  test(`${name}: an error of the source comes through, and a reader that stops ends the source`, async (t) => {
    const failing = async function* () {
      yield gzipSync(bytes).subarray(0, 100);
      throw new Error('the disk is gone');
    };
    await t.throwsAsync(unpack(platform, failing()), { message: 'the disk is gone' });
    let ended = false;
    const endless = async function* () {
      try {
        yield* inChunks(gzipSync(bytes));
        for (;;) yield new Uint8Array(10);
      } finally {
        ended = true;
      }
    };
    for await (const chunk of platform.gunzip(endless())) {
      t.true(chunk.length > 0);
      break;
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
    t.true(ended);
  });

  test(`${name}: a process has a start, and describes its machine`, async (t) => {
    const { host } = platform;
    t.is(await host.processStart(host.pid), await host.processStart(host.pid));
    t.is(await host.processStart(2 ** 30), undefined);
    t.is(typeof (await host.processSpace()), 'string');
    t.true(host.describe().cores >= 1);
  });
}
