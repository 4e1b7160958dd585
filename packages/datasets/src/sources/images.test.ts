import { HelmholtzError, type Files, memoryFiles } from '@helmholtz/base';
import test from 'ava';
import { encode } from 'fast-png';

import type { DatasetPair } from '../dataset.js';
import { loadDataset, type LoadOptions } from '../load-dataset.js';
import { loadExamples } from '../load-examples.js';
import { parseFitted, writeFitted } from '../fitted/fitted-file.js';
import { values } from '../testing/read-all.js';

/** A grey image of one value. */
const grey = (value: number, rows = 2, columns = 2): Uint8Array =>
  encode({ width: columns, height: rows, data: new Uint8Array(rows * columns).fill(value), channels: 1 });

const red = encode({
  width: 2,
  height: 2,
  data: Uint8Array.from([255, 0, 0, 255, 0, 0, 255, 0, 0, 255, 0, 0]),
  channels: 3,
});

const parts = {
  '/data/train/cat/1.png': grey(51),
  '/data/train/cat/more/2.png': grey(102),
  '/data/train/dog/1.PNG': grey(255),
  '/data/train/.hidden.png': Uint8Array.of(1),
  '/data/test/dog/9.png': grey(0),
};

function load(
  contents: Record<string, string | Uint8Array>,
  options: LoadOptions = {},
  files: Files = memoryFiles(contents),
): Promise<DatasetPair> {
  return loadDataset('images', { dataDir: '/data', files, ...options });
}

test('subfolders are classes, and values are grey levels from 0 to 1', async (t) => {
  const { train, test: testSet } = await load(parts);
  t.deepEqual([train.name, train.size, train.shape], ['images/train', 3, [2, 2, 1]]);
  t.deepEqual(
    [...values(train)].filter((_, at) => at % 4 === 0),
    [0.2, 0.4, 1].map(Math.fround),
  );
  t.deepEqual(
    [train.classNames, train.labels, testSet.labels],
    [['cat', 'dog'], Uint8Array.of(0, 0, 1), Uint8Array.of(1)],
  );
  t.deepEqual(train.identifiers?.[0]?.values, ['train/cat/1.png', 'train/cat/more/2.png', 'train/dog/1.PNG']);
});

test('a folder without parts is split by a share of each class, always the same', async (t) => {
  const contents: Record<string, Uint8Array> = {};
  for (let index = 0; index < 40; index++)
    contents[`/data/${index % 2 ? 'a' : 'b'}/${index}.png`] = grey(index);
  const { train, test: testSet } = await load(contents);
  t.deepEqual([train.size, testSet.size], [36, 4]);
  t.deepEqual([...testSet.labels!], [0, 0, 1, 1]);
  const again = await load(Object.fromEntries(Object.entries(contents).reverse()));
  t.deepEqual(again.test.identifiers, testSet.identifiers);
  const larger = await load(contents, { testShare: 0.5 });
  t.is(larger.test.size, 20);
});

test('images of a flat folder have no class; those beside subfolders are unlabelled', async (t) => {
  const { train } = await load({
    '/data/train/1.png': grey(0),
    '/data/train/2.png': grey(255),
    '/data/test/1.png': grey(9),
  });
  t.deepEqual([train.labels, train.classNames], [undefined, undefined]);
  const mixed = await load({ ...parts, '/data/train/7.png': grey(7) });
  t.deepEqual(mixed.train.labels, Int16Array.of(-1, 0, 0, 1));
});

test('one image in colour makes all of them colour, or all are made grey', async (t) => {
  const contents = { ...parts, '/data/train/dog/red.png': red };
  t.deepEqual((await load(contents)).train.shape, [2, 2, 3]);
  const { train } = await load(contents, { channels: 1 });
  t.true(Math.abs([...values(train)].at(-1)! - 0.299) < 1 / 255);
});

test('a run applies what it was trained with to an image, a folder and a test set alone', async (t) => {
  const contents = {
    ...parts,
    '/data/train/cat/wide.png': grey(51, 2, 6),
    '/new/5.png': grey(102, 3, 9),
    '/alone/test/dog/1.png': grey(204),
  };
  const files = memoryFiles(contents);
  const { train } = await load(contents, { size: 2, fit: 'pad' }, files);
  const fitted = parseFitted(writeFitted(train.fitted!), 'fitted.json');
  t.deepEqual(fitted.form === 'array' && fitted.images, { fit: 'pad' });
  const single = await loadExamples('/new/5.png', { fitted, files });
  t.deepEqual([...values(single)], [0.4, 0.4, 0, 0].map(Math.fround), '9 by 3 pixels become 2 by 1');
  const folder = await loadExamples('/data/train', { fitted, files });
  t.deepEqual(values(folder), values(train));
  t.deepEqual(folder.labels, train.labels);
  const alone = await load(contents, { dataDir: '/alone', fitted }, files);
  t.deepEqual([alone.train.size, alone.test.size, ...alone.test.labels!], [0, 1, 1]);
});

test('streamed images are decoded once into the cache, and have the same values', async (t) => {
  const files = memoryFiles(parts);
  const options = { stream: true, cacheDir: '/cache' };
  const streamed = await load(parts, options, files);
  const kept = await files.list('/cache/images');
  t.deepEqual(values(streamed.train), values((await load(parts)).train));
  t.is(kept.length, 2);
  t.deepEqual(await files.list('/cache/images'), kept);
  await load(parts, options, files);
  t.deepEqual(await files.list('/cache/images'), kept);
  await files.writeAtomic('/data/train/cat/1.png', grey(77));
  const changed = await load(parts, options, files);
  t.is([...values(changed.train)][0], Math.fround(77 / 255));
});

test('each decoded image is reported', async (t) => {
  const reported: string[] = [];
  await load(parts, { onRead: ({ task, done, total }) => reported.push(`${task} ${done}/${total}`) });
  t.deepEqual(reported, [1, 2, 3].map((done) => `decoding images ${done}/3`).concat('decoding images 1/1'));
});

test('values of 16 bits keep their precision', async (t) => {
  const deep = (value: number): Uint8Array =>
    encode({ width: 1, height: 1, data: Uint16Array.of(value), channels: 1, depth: 16 });
  const { train } = await load({
    '/data/train/1.png': deep(1000),
    '/data/train/2.png': deep(1001),
    '/data/test/1.png': deep(3),
  });
  t.deepEqual([...values(train)], [1000 / 65535, 1001 / 65535].map(Math.fround));
});

const refused: Record<string, { files: Record<string, Uint8Array>; options?: LoadOptions; message: RegExp }> =
  {
    'a corrupt image': {
      files: { ...parts, '/data/train/cat/bad.png': grey(1).subarray(0, 40) },
      message: /^train\/cat\/bad\.png is not a readable image: it is truncated\.$/,
    },
    'an image that is not one': {
      files: { ...parts, '/data/test/dog/text.jpg': Buffer.from('hello') },
      message: /^test\/dog\/text\.jpg is not a PNG, JPEG or WebP image\.$/,
    },
    'an empty file': {
      files: { ...parts, '/data/test/dog/empty.png': new Uint8Array(0) },
      message: /^test\/dog\/empty\.png is not a PNG, JPEG or WebP image: it has 0 bytes\.$/,
    },
    'mixed sizes without a declared one': {
      files: { ...parts, '/data/train/cat/3.png': grey(1, 3, 5) },
      message:
        /^The images have 2 to 3 rows and 2 to 5 columns of pixels: \S+\.png has \d by \d, \S+\.png has \d by \d\.$/,
    },
    'large images without a declared size': {
      files: { '/data/train/1.png': grey(1, 300, 300), '/data/test/1.png': grey(1, 300, 300) },
      message: /^The images have 300 rows and 300 columns of pixels\.$/,
    },
    'no images': { files: { '/data/readme.txt': Uint8Array.of(1) }, message: /^\/data has no images\.$/ },
    'no folder': { files: {}, message: /^There is no data folder \/data\.$/ },
    'no test part': {
      files: { '/data/train/1.png': grey(1) },
      message: /^\/data has a folder train, and no folder test\.$/,
    },
    'one image': { files: { '/data/1.png': grey(1) }, message: /^\/data has only 1 images\.$/ },
    'a share beside parts': {
      files: parts,
      options: { testShare: 0.2 },
      message: /^\/data has parts of its own, and data\.testShare is given\.$/,
    },
    'the meaning of bytes': {
      files: parts,
      options: { bytes: 'numbers' },
      message: /^The data set "images" takes no bytes\.$/,
    },
  };

for (const [what, { files, options, message }] of Object.entries(refused)) {
  test(`throws an error with a hint: ${what}`, async (t) => {
    const error = await t.throwsAsync(load(files, options), { instanceOf: HelmholtzError, message });
    t.truthy(error.hint);
  });
}

test('other data sets throw an error for options that only images take', async (t) => {
  await t.throwsAsync(loadDataset('digits', { size: 8 }), {
    message: 'The data set "digits" takes no size.',
  });
});
