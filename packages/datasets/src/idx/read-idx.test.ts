import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { idxBytes } from '../testing/idx-file.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { readIdx } from './read-idx.js';

const whole = idxBytes([2, 1, 3], [1, 2, 3, 4, 5, 6]);

async function file(t: ExecutionContext, bytes: Buffer): Promise<string> {
  const path = join(await temporaryFolder(t), 'file');
  await writeFile(path, bytes);
  return path;
}

test('reads unpacked and gzipped files alike, whatever they are called', async (t) => {
  const expected = { shape: [2, 1, 3], data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  for (const bytes of [whole, gzipSync(whole)]) {
    const path = await file(t, bytes);
    t.deepEqual(await readIdx(path), { path, ...expected });
  }
});

test('reads files that come in many chunks', async (t) => {
  const values = Uint8Array.from({ length: 3_000_000 }, (_, i) => (i * i) % 253);
  const bytes = idxBytes([3, 1_000, 1_000], values);
  const md5 = createHash('md5').update(bytes).digest('hex');
  for (const packed of [bytes, gzipSync(bytes, { level: 1 })]) {
    const { data } = await readIdx(await file(t, packed), { md5 });
    t.is(Buffer.compare(data, values), 0);
  }
});

test('the checksum is that of the unpacked file', async (t) => {
  const md5 = createHash('md5').update(whole).digest('hex');
  await t.notThrowsAsync(readIdx(await file(t, gzipSync(whole)), { md5 }));

  const other = idxBytes([2, 1, 3], [1, 2, 3, 4, 5, 7]);
  const error = await t.throwsAsync(readIdx(await file(t, gzipSync(other)), { md5 }), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'data');
  t.true(
    error.message.endsWith(
      `has the MD5 sum ${createHash('md5').update(other).digest('hex')}, expected ${md5}.`,
    ),
  );
});

const damaged: [string, Buffer, RegExp][] = [
  ['a wrong magic number', Buffer.from('PNG...'), /not an IDX file.*starts with 50 4e 47 2e/],
  ['a gzipped file of something else', gzipSync('hello'), /not an IDX file.*starts with 68 65 6c 6c/],
  ['a file gzipped twice', gzipSync(gzipSync(whole)), /not an IDX file.*starts with 1f 8b/],
  ['an empty file', Buffer.alloc(0), /is cut short: it ends inside its header, after 0 bytes/],
  ['a header cut short', whole.subarray(0, 9), /is cut short: it ends inside its header, after 9 bytes/],
  ['a file cut short', whole.subarray(0, -2), /is cut short: its header promises 6 values/],
  [
    'values cut short before they were gzipped',
    gzipSync(whole.subarray(0, -2)),
    /promises 6 values, it holds 4/,
  ],
  [
    'a gzip stream cut short',
    gzipSync(whole).subarray(0, -12),
    /is cut short: its gzip stream ends too early/,
  ],
  ['a damaged gzip stream', gzipSync(whole).fill(0xff, 12, 20), /is damaged: it can't be unpacked/],
  ['trailing bytes', Buffer.concat([whole, Buffer.of(0)]), /has more data than the 2 by 1 by 3 values/],
  [
    'trailing bytes, gzipped',
    gzipSync(Buffer.concat([whole, Buffer.of(0)])),
    /has more data than the 2 by 1 by 3 values/,
  ],
  [
    'a small gzip file that unpacks to 20 MB',
    gzipSync(idxBytes([6], new Uint8Array(2e7))),
    /has more data than the 6 values/,
  ],
  [
    'a header that promises the world',
    gzipSync(idxBytes([4e9, 4e9], [1])),
    /which a file of its size cannot hold/,
  ],
];

for (const [what, bytes, message] of damaged) {
  test(`throws a data error that names the file: ${what}`, async (t) => {
    const path = await file(t, bytes);
    const error = await t.throwsAsync(readIdx(path), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'data');
    t.true(error.message.startsWith(path));
    t.truthy(error.hint);
  });
}

test('a file that cannot be read is an error of storage', async (t) => {
  const folder = await temporaryFolder(t);
  for (const path of [folder, join(folder, 'none')]) {
    const error = await t.throwsAsync(readIdx(path), {
      instanceOf: HelmholtzError,
      message: /^Could not read .*: E[A-Z]+\.$/,
    });
    t.is(error.kind, 'storage');
  }
});

test('stops at an abort signal', async (t) => {
  const signal = AbortSignal.abort();
  await t.throwsAsync(readIdx(await file(t, whole), { signal }), { name: 'AbortError' });
});
