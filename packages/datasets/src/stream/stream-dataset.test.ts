import { truncateSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { arrayDataset } from '../array-dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { idxDataset } from '../idx/idx-dataset.js';
import { openIdx, readIdx } from '../idx/read-idx.js';
import { encodeNpy } from '../npy/encode-npy.js';
import { npyDataset } from '../npy/npy-dataset.js';
import { openNpy, readNpy } from '../npy/read-npy.js';
import { idxBytes } from '../testing/idx-file.js';
import { values } from '../testing/read-all.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { uniform } from '../testing/uniform.js';

async function file(t: ExecutionContext, bytes: Uint8Array): Promise<string> {
  const path = join(await temporaryFolder(t), 'file');
  await writeFile(path, bytes);
  return path;
}

function randomIndices(count: number, size: number): number[] {
  const random = uniform(7);
  return Array.from({ length: count }, () => Math.floor(random.next() * size));
}

test('streams the same examples from a .npy file as reading it into memory', async (t) => {
  const data = Float32Array.from({ length: 5 * 1000 }, (_, i) => Math.sin(i));
  const path = await file(t, encodeNpy({ shape: [1000, 5], data }));
  const streamed = npyDataset({ name: 'a', array: await openNpy(path) });
  const inMemory = npyDataset({ name: 'a', array: await readNpy(path) });
  t.deepEqual([streamed.size, streamed.shape, streamed.fixed], [1000, [5], false]);
  const indices = randomIndices(3000, 1000);
  t.deepEqual(values(streamed, indices), values(inMemory, indices));
});

test('and so are images in an IDX file, with their labels', async (t) => {
  const bytes = Uint8Array.from({ length: 6 * 50 }, (_, i) => (i * i) % 256);
  const path = await file(t, idxBytes([50, 2, 3], bytes));
  const labels = { path: 'labels', shape: [50], data: Uint8Array.from({ length: 50 }, (_, i) => i % 10) };
  const streamed = idxDataset({ name: 'a', images: await openIdx(path), labels });
  const inMemory = idxDataset({ name: 'a', images: await readIdx(path), labels });
  t.deepEqual(values(streamed), values(inMemory));
  t.deepEqual([streamed.shape, streamed.labels], [inMemory.shape, inMemory.labels]);
});

test('of a file of many chunks some are kept, and all are read right', async (t) => {
  // 40 chunks of 16 rows, each row 64 KiB: more than are kept.
  const row = 1 << 16;
  const bytes = Uint8Array.from({ length: 640 * row }, (_, i) => (i >> 16) % 251);
  const path = await file(t, encodeNpy({ shape: [640, row], data: bytes }));
  const streamed = npyDataset({ name: 'a', array: await openNpy(path), bytes: 'numbers' });
  t.is(streamed.chunk, 16);
  const out = new Float32Array(row);
  const before = process.memoryUsage().arrayBuffers;
  for (const index of randomIndices(2000, 640)) {
    streamed.read([index], out, uniform(1));
    if (!out.every((value) => value === index % 251)) t.fail(`row ${index}`);
  }
  t.true(process.memoryUsage().arrayBuffers - before < 80 * 2 ** 20);
});

test('transformations of a streamed data set keep its chunks', async (t) => {
  const path = await file(t, encodeNpy({ shape: [3, 2, 2], data: new Uint8Array(12) }));
  const { chunk } = npyDataset({ name: 'a', array: await openNpy(path) });
  t.is(chunk, 2 ** 20 / 4);
  t.is(arrayDataset({ name: 'a', data: new Uint8Array(3), shape: [1] }).chunk, undefined);
});

test('a file that changes during streaming is an error', async (t) => {
  const path = await file(t, encodeNpy({ shape: [10, 2], data: new Float32Array(20) }));
  const streamed = npyDataset({ name: 'a', array: await openNpy(path) });
  truncateSync(path, 150);
  const error = t.throws(() => values(streamed), {
    instanceOf: HelmholtzError,
    message: /has become shorter/,
  });
  t.is(error.kind, 'storage');
});

test('rejects truncated and compressed files before reading examples', async (t) => {
  const whole = encodeNpy({ shape: [10, 2], data: new Float32Array(20) });
  const refused = async (bytes: Uint8Array, kind: string, message: RegExp): Promise<void> => {
    const error = await t.throwsAsync(openNpy(await file(t, bytes)), { instanceOf: HelmholtzError, message });
    t.is(error.kind, kind as HelmholtzError['kind']);
    t.truthy(error.hint);
  };
  await refused(gzipSync(whole), 'usage', /is gzipped/);
  await refused(whole.subarray(0, 60), 'data', /ends inside its header/);
  await refused(whole.subarray(0, -1), 'data', /promises 20 values/);
  await refused(Buffer.concat([whole, whole]), 'data', /has more data than the 10 by 2 values/);
  const path = await file(t, whole);
  await t.throwsAsync(openNpy(path, { md5: 'no' }), { message: /has the MD5 sum .*, expected no\./ });
  const none = npyDataset({ name: 'a', array: await openNpy(path) });
  t.is(none.size, 10);
  const empty = await openNpy(await file(t, encodeNpy({ shape: [0, 2], data: new Float32Array(0) })));
  t.throws(() => npyDataset({ name: 'a', array: empty }), { message: /^a: there are no examples/ });
});
