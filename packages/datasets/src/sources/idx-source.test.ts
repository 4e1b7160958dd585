import { createHash } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { HelmholtzError } from '@helmholtz/base';
import { inTurn, sendFile, serve } from '../testing/file-server.js';
import { idxBytes } from '../testing/idx-file.js';
import { values } from '../testing/read-all.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { fashionMnist } from './fashion-mnist.js';
import { idxSource, type IdxSourceOptions } from './idx-source.js';
import { mnist } from './mnist.js';

const contents: Record<string, Buffer> = {
  'train-images-idx3-ubyte': idxBytes([3, 1, 2], [0, 255, 255, 0, 51, 51]),
  'train-labels-idx1-ubyte': idxBytes([3], [0, 1, 1]),
  't10k-images-idx3-ubyte': idxBytes([1, 1, 2], [255, 255]),
  't10k-labels-idx1-ubyte': idxBytes([1], [1]),
};
const names = Object.keys(contents);

function md5(name: string): string {
  return createHash('md5').update(contents[name]!).digest('hex');
}

const set: IdxSourceOptions = {
  name: 'tiny',
  description: 'a tiny set',
  classNames: ['no', 'yes'],
  mirrors: [],
  md5: {
    train: { images: md5('train-images-idx3-ubyte'), labels: md5('train-labels-idx1-ubyte') },
    test: { images: md5('t10k-images-idx3-ubyte'), labels: md5('t10k-labels-idx1-ubyte') },
  },
};
const tiny = idxSource(set);

const spellings: Record<string, (name: string) => string> = {
  'as published': (name) => name,
  gzipped: (name) => `${name}.gz`,
  'with a dot': (name) => name.replace('-idx', '.idx'),
  'with a dot, gzipped': (name) => `${name.replace('-idx', '.idx')}.gz`,
};

for (const [how, spell] of Object.entries(spellings)) {
  test(`reads files from a folder, named ${how}`, async (t) => {
    const dataDir = await temporaryFolder(t);
    for (const name of names) {
      const file = spell(name);
      await writeFile(
        join(dataDir, file),
        file.endsWith('.gz') ? gzipSync(contents[name]!) : contents[name]!,
      );
    }
    const pair = await tiny.load({ dataDir });
    t.is(pair.train.name, 'tiny/train');
    t.deepEqual(pair.train.shape, [1, 2, 1]);
    t.deepEqual(values(pair.train), [0, 1, 1, 0, Math.fround(0.2), Math.fround(0.2)]);
    t.deepEqual(pair.train.labels, Uint8Array.of(0, 1, 1));
    t.deepEqual([pair.test.name, pair.test.size, pair.test.labels], ['tiny/test', 1, Uint8Array.of(1)]);
    t.deepEqual(pair.test.classNames, ['no', 'yes']);
  });
}

test('rejects a folder without a file and names the file and the folder', async (t) => {
  const dataDir = await temporaryFolder(t);
  await writeFile(join(dataDir, names[0]!), contents[names[0]!]!);
  const error = await t.throwsAsync(tiny.load({ dataDir }), { instanceOf: HelmholtzError });
  t.is(error.kind, 'data');
  t.is(error.message, `There is no train-labels-idx1-ubyte in ${dataDir}.`);
  t.regex(error.hint!, /train-labels-idx1-ubyte\.gz, train-labels\.idx1-ubyte/);
});

test('rejects a missing folder', async (t) => {
  const dataDir = join(await temporaryFolder(t), 'none');
  const error = await t.throwsAsync(tiny.load({ dataDir }), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, `There is no data folder ${dataDir}.`);
  t.notRegex(error.hint!, /download/);
});

test('rejects a file of another data set, and does not delete it', async (t) => {
  const dataDir = await temporaryFolder(t);
  for (const name of names) await writeFile(join(dataDir, name), contents[name]!);
  await writeFile(join(dataDir, names[2]!), idxBytes([1, 1, 2], [255, 254]));
  await t.throwsAsync(tiny.load({ dataDir }), {
    message: /t10k-images-idx3-ubyte has the MD5 sum .*, expected /,
  });
  t.deepEqual(await readdir(dataDir), names.toSorted());
});

test('downloads missing files into the cache once, and then needs no network', async (t) => {
  const { address, requests } = await serve(t, (request, response) => {
    sendFile(gzipSync(contents[request.url!.slice(1).replace('.gz', '')]!))(request, response);
  });
  const cacheDir = await temporaryFolder(t);
  const files = new Set<string>();
  const pair = await tiny.load({ cacheDir, mirrors: [address], onProgress: ({ file }) => files.add(file) });
  t.is(pair.train.size, 3);
  t.deepEqual(
    requests,
    names.map((name) => `/${name}.gz`),
  );
  t.deepEqual(
    [...files],
    names.map((name) => `${name}.gz`),
  );
  t.deepEqual(await readdir(join(cacheDir, 'tiny')), names.map((name) => `${name}.gz`).toSorted());

  const fetch = () => Promise.reject(new TypeError('offline'));
  t.deepEqual(values((await tiny.load({ cacheDir, fetch, mirrors: [address] })).train), values(pair.train));
});

test.serial('HELMHOLTZ_CACHE sets the folder of the cache', async (t) => {
  const cache = await temporaryFolder(t);
  await mkdir(join(cache, 'tiny'));
  for (const name of names) await writeFile(join(cache, 'tiny', `${name}.gz`), gzipSync(contents[name]!));
  const before = process.env['HELMHOLTZ_CACHE'];
  t.teardown(() => {
    if (before === undefined) delete process.env['HELMHOLTZ_CACHE'];
    else process.env['HELMHOLTZ_CACHE'] = before;
  });
  process.env['HELMHOLTZ_CACHE'] = cache;
  t.is((await tiny.load({})).train.size, 3);
  await rm(cache, { recursive: true });
});

test('downloads from the next mirror if one has another file', async (t) => {
  const wrong = await serve(t, sendFile(gzipSync(idxBytes([1], [0]))));
  const right = await serve(t, (request, response) => {
    inTurn(sendFile(gzipSync(contents[request.url!.slice(1).replace('.gz', '')]!)))(request, response);
  });
  const cacheDir = await temporaryFolder(t);
  const { train } = await tiny.load({ cacheDir, mirrors: [wrong.address, right.address] });
  t.is(train.size, 3);
  t.is(right.requests.length, 4);
});

test('MNIST and Fashion-MNIST have class names and a description of one line', (t) => {
  for (const source of [mnist, fashionMnist]) {
    t.regex(source.description, /^70,000 .*60,000 to train, 10,000 to test/);
    t.false(source.description.includes('\n'));
  }
});
