import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import test from 'ava';

import type { DatasetPair } from '../dataset.js';
import { parseFitted, writeFitted } from '../fitted/fitted-file.js';
import { loadDataset, type LoadOptions } from '../load-dataset.js';
import { loadExamples } from '../load-examples.js';
import { values } from '../testing/read-all.js';
import { wavFile, type WavOptions } from '../testing/wav-file.js';

/** A recording of the samples 1, 2, 3, ... in units of 2^-15. */
const counting = (frames: number, options: WavOptions & { from?: number } = {}): Buffer => {
  const { from = 1, channels = 1 } = options;
  return wavFile(
    Array.from({ length: frames * channels }, (_, index) => from + index),
    options,
  );
};
const stored = (numbers: readonly number[]): number[] => numbers.map((value) => value * 2 ** 15);

type Contents = Record<string, Uint8Array>;

const load = (contents: Contents, options: LoadOptions = {}): Promise<DatasetPair> =>
  loadDataset('audio', { dataDir: '/data', files: memoryFiles(contents), ...options });

const parts: Contents = {
  '/data/train/owl/1.wav': counting(10),
  '/data/train/owl/2.wav': counting(7, { from: 101 }),
  '/data/train/fox/1.wav': counting(3, { from: 201 }),
  '/data/test/fox/9.wav': counting(5, { from: 301 }),
};

test('recordings are cut into windows with the class of their folder', async (t) => {
  const lines: string[] = [];
  const { train, test: held } = await load(parts, {
    window: { length: 4, hop: 3 },
    onChange: (line) => lines.push(line),
  });
  t.deepEqual([train.size, train.shape, held.size], [6, [4, 1], 1]);
  t.deepEqual(
    stored(values(train)),
    [
      [201, 202, 203, NaN],
      [1, 2, 3, 4],
      [4, 5, 6, 7],
      [7, 8, 9, 10],
      [101, 102, 103, 104],
      [104, 105, 106, 107],
    ].flat(),
  );
  t.deepEqual(
    [train.classNames, [...train.labels!]],
    [
      ['fox', 'owl'],
      [0, 1, 1, 1, 1, 1],
    ],
  );
  t.deepEqual(train.padded, { count: 1, total: 24, shortest: 3, longest: 4, inside: 0 });
  t.deepEqual(
    train.identifiers?.map(({ name, values: own }) => [name, own[3]]),
    [
      ['file', 'train/owl/1.wav'],
      ['second', '0.00075'],
    ],
  );
  t.deepEqual(lines, [
    '/data: 3 recordings, 6 windows of 4 steps, every 3; 1 shorter series are padded (0.0005 s at 8000 Hz)',
  ]);
});

test('without windows a recording is an example, and shorter ones are padded', async (t) => {
  const { train, test: held } = await load(parts);
  t.deepEqual([train.size, train.shape, held.shape], [3, [10, 1], [10, 1]]);
  t.deepEqual(train.padded, { count: 10, total: 30, shortest: 3, longest: 10, inside: 0 });
  t.deepEqual(train.fitted?.form === 'array' && train.fitted.series, {
    audio: { sampleRate: 8000, resampled: false, channels: 1, mixed: false },
  });
});

test('channels are kept, or averaged as declared', async (t) => {
  const contents = {
    '/data/train/1.wav': counting(3, { channels: 2 }),
    '/data/test/1.wav': counting(3, { channels: 2 }),
  };
  const kept = await load(contents);
  t.deepEqual(
    [kept.train.shape, stored(values(kept.train))],
    [
      [3, 2],
      [1, 2, 3, 4, 5, 6],
    ],
  );
  const mixed = await load(contents, { channels: 1 });
  t.deepEqual(
    [mixed.train.shape, stored(values(mixed.train))],
    [
      [3, 1],
      [1.5, 3.5, 5.5],
    ],
  );
});

test('a share of the recordings of each class is held out, never of their windows', async (t) => {
  const contents: Contents = {};
  for (let index = 0; index < 20; index++)
    contents[`/data/${index % 2 ? 'a' : 'b'}/${index}.wav`] = counting(8);
  const { train, test: held } = await load(contents, { window: { length: 4 } });
  t.deepEqual([train.size, held.size], [36, 4]);
  const names = new Set(train.identifiers?.[0]?.values);
  t.false(held.identifiers?.[0]?.values.some((name) => names.has(name)));
});

test('streamed recordings are read from the cache folder, the same values', async (t) => {
  const files = memoryFiles(parts);
  const options = { dataDir: '/data', files, window: { length: 4, hop: 2 }, cacheDir: '/cache' };
  const { train } = await loadDataset('audio', options);
  const streamed = await loadDataset('audio', { ...options, stream: true });
  t.deepEqual(values(streamed.train), values(train));
  t.is(streamed.train.fixed, false);
  t.is((await files.list('/cache/audio')).length, 2);
});

test('new recordings are cut, averaged and resampled as the training recordings', async (t) => {
  const { train } = await load(parts, { window: { length: 4, hop: 3 }, sampleRate: 8000, channels: 1 });
  const fitted = parseFitted(writeFitted(train.fitted!), 'fitted.json');
  const files = memoryFiles({
    '/new/b.wav': counting(7, { from: 401 }),
    '/new/owl/a.wav': counting(40, { channels: 2, sampleRate: 16000 }),
  });
  const one = await loadExamples('/new/b.wav', { fitted, files });
  t.deepEqual(stored(values(one)), [401, 402, 403, 404, 404, 405, 406, 407]);
  const all = await loadExamples('/new', { fitted, files });
  // 20 frames at 8,000 Hz are 6 windows; the other recording has 2.
  t.deepEqual([all.size, [...all.labels!]], [8, [-1, -1, 1, 1, 1, 1, 1, 1]]);
  const { test: again } = await load(parts, { fitted });
  t.is(again.size, 1);
});

const broken: Readonly<Record<string, readonly [Contents, LoadOptions, RegExp, RegExp]>> = {
  'two rates': [
    { ...parts, '/data/train/owl/3.wav': counting(4, { sampleRate: 16000 }) },
    {},
    /^train\/owl\/3\.wav has 16000 samples a second, train\/fox\/1\.wav has 8000\.$/,
    /data\.sampleRate=8000/,
  ],
  'two numbers of channels': [
    { ...parts, '/data/train/owl/3.wav': counting(4, { channels: 2 }) },
    {},
    /^train\/owl\/3\.wav has 2 channels, train\/fox\/1\.wav has 1\.$/,
    /data\.channels=1/,
  ],
  'a window longer than all recordings': [
    parts,
    { window: { length: 11 } },
    /data\.window has 11 steps, and the longest series has 10\.$/,
    /at most 10/,
  ],
  'no recordings': [{ '/data/a.mp3': Uint8Array.of(1) }, {}, /^\/data has no recordings\.$/, /\.wav/],
  'a damaged recording': [
    { ...parts, '/data/train/owl/3.wav': counting(4).subarray(0, 46) },
    {},
    /^train\/owl\/3\.wav is cut short/,
    /get the file again/,
  ],
};

for (const [what, [contents, options, message, hint]] of Object.entries(broken)) {
  test(`reports in one line: ${what}`, async (t) => {
    const error = await t.throwsAsync(load(contents, options), { instanceOf: HelmholtzError, message });
    t.regex(error.hint!, hint);
  });
}

test('a new recording of another rate is an error if training did not resample', async (t) => {
  const { train } = await load(parts);
  const files = memoryFiles({ '/b.wav': counting(7, { sampleRate: 16000 }), '/c.wav': counting(11) });
  const fitted = train.fitted!;
  const options = { fitted, files };
  await t.throwsAsync(loadExamples('/b.wav', options), {
    message: /^b\.wav has 16000 samples a second, the training recordings have 8000\.$/,
  });
  await t.throwsAsync(loadExamples('/c.wav', options), {
    message: /^c\.wav has 11 samples, and an example 10\.$/,
  });
});
