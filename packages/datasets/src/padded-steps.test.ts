/** Padded steps of series, marked by lengths, masks or a value: read as NaN, not as missing. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import test, { type ExecutionContext } from 'ava';

import { parseFitted, writeFitted } from './fitted/fitted-file.js';
import { type LoadOptions, loadDataset } from './load-dataset.js';
import { loadExamples } from './load-examples.js';
import { encodeNpy, type NpyContents } from './npy/encode-npy.js';
import { paddedElements } from './padded-steps.js';
import { values } from './testing/read-all.js';

const series = [1, 10, 2, 20, 3, 30, 4, 40, 0, 0, 0, 0, 5, 50, 6, 60, 0, 0];
const padded = [1, 10, 2, 20, 3, 30, 4, 40, NaN, NaN, NaN, NaN, 5, 50, 6, 60, NaN, NaN];
const counts = { count: 3, total: 9, shortest: 1, longest: 3, inside: 0 };

const floats = (shape: number[], data: readonly number[]): NpyContents => ({
  shape,
  data: Float32Array.from(data),
});
const x = floats([3, 3, 2], series);

async function load(t: ExecutionContext, files: Record<string, NpyContents>, options: LoadOptions = {}) {
  const folder = await temporaryFolder(t);
  for (const [name, contents] of Object.entries({ '': x, ...files }))
    for (const part of ['train', 'test'])
      await writeFile(join(folder, `${part}${name && '-'}${name}.npy`), encodeNpy(contents));
  return { folder, ...(await loadDataset('npy', { dataDir: folder, ...options })) };
}

const mask = [1, 1, 1, 1, 0, 0, 1, 1, 0];
const marks: Record<string, { files: Record<string, NpyContents>; options?: LoadOptions }> = {
  'lengths of floats': { files: { length: floats([3], [3, 1, 2]) } },
  'lengths of bytes, in a file of that name in the plural': {
    files: { lengths: { shape: [3, 1], data: Uint8Array.of(3, 1, 2) } },
  },
  'a mask of steps': { files: { mask: floats([3, 3], mask) } },
  'a mask of bytes with an axis of length 1': {
    files: { mask: { shape: [3, 3, 1], data: Uint8Array.from(mask) } },
  },
  'a mask of all values': {
    files: {
      mask: floats(
        [3, 3, 2],
        mask.flatMap((each) => [each, each]),
      ),
    },
  },
  'their value': { files: {}, options: { maskValue: 0 } },
  'a mask, whatever the value of other steps': {
    files: { mask: floats([3, 3], mask) },
    options: { maskValue: 4 },
  },
  NaN: { files: { '': floats([3, 3, 2], padded) } },
};

for (const [what, { files, options }] of Object.entries(marks)) {
  test(`padded steps are marked by ${what}`, async (t) => {
    const { folder, train } = await load(t, files, options);
    t.deepEqual(values(train), padded);
    t.deepEqual(train.padded, counts);
    t.is(train.missing, undefined);
    if (train.fitted?.form !== 'array') throw new Error('an array was expected');
    t.deepEqual(train.fitted.padded, counts);
    t.deepEqual(train.fitted.summary.minimum, 1);
    const fitted = parseFitted(writeFitted(train.fitted), 'fitted.json');
    t.deepEqual(fitted, train.fitted);
    const examples = await loadExamples(join(folder, 'test.npy'), { fitted });
    t.deepEqual(values(examples), padded);
    t.deepEqual(examples.padded, counts);
  });
}

test('statistics that standardize leave padded steps out', async (t) => {
  const { train } = await load(t, { length: floats([3], [3, 1, 2]) }, { standardize: 'unit' });
  const all = values(train);
  t.is(Math.min(...all.filter((value) => !Number.isNaN(value))), 0);
  t.deepEqual(all.map(Number.isNaN), padded.map(Number.isNaN));
});

test('mask: none reads neither masks nor lengths', async (t) => {
  const { train } = await load(t, { length: floats([3], [3, 1, 2]) }, { mask: 'none' });
  t.deepEqual(values(train), series);
  t.is(train.padded, undefined);
});

test('an example may be padding alone, and a padded step has all values missing', async (t) => {
  const { train } = await load(t, { length: floats([3], [0, 3, 2]) });
  t.deepEqual(train.padded, { count: 4, total: 9, shortest: 0, longest: 3, inside: 0 });
  const holes = [1, 10, NaN, 20, 3, 30, 4, 40, NaN, NaN, 7, 70, 5, 50, 6, 60, NaN, NaN];
  const { train: missing } = await load(t, { '': floats([3, 3, 2], holes) });
  t.is(missing.padded, undefined);
  t.is(missing.missing?.count, 5);
});

test('missing values within the lengths are counted by themselves', async (t) => {
  const holes = series.with(2, NaN);
  const { train } = await load(t, { '': floats([3, 3, 2], holes), length: floats([3], [3, 1, 2]) });
  t.deepEqual(train.padded, counts);
  t.is(train.missing?.count, 1);
  const example = Float32Array.from(values(train).slice(6, 12));
  t.deepEqual([...paddedElements(train, example)], [0, 0, 1, 1, 1, 1]);
});

test('steps with the value of padding between others are counted', async (t) => {
  const { train } = await load(t, { '': floats([3, 3, 2], series.with(2, 0).with(3, 0)) }, { maskValue: 0 });
  t.deepEqual(train.padded, { count: 4, total: 9, shortest: 1, longest: 2, inside: 1 });
});

test('each number of a series of one channel is a step', async (t) => {
  const vectors = floats([3, 3], [1, 2, 3, 4, 0, 0, 5, 6, 0]);
  const { train } = await load(t, { '': vectors, length: floats([3], [3, 1, 2]) });
  t.deepEqual(values(train), [1, 2, 3, 4, NaN, NaN, 5, 6, NaN]);
  t.deepEqual(train.padded, counts);
  const { train: byMask } = await load(t, { '': vectors, mask: floats([3, 3], mask) }, { maskValue: 0 });
  t.deepEqual(byMask.padded, counts);
  const { train: elements } = await load(t, { '': vectors, mask: floats([3, 3], mask) });
  t.is(elements.padded, undefined);
});

const wrong: Record<string, [NpyContents, RegExp]> = {
  'beyond the series': [floats([3], [3, 4, 2]), /\/train-length\.npy: the length of example 1 is 4\.$/],
  negative: [floats([3], [3, 1, -2]), /the length of example 2 is -2\.$/],
  'a fraction': [floats([3], [3, 1.5, 2]), /the length of example 1 is 1\.5\.$/],
  'not a number': [floats([3], [NaN, 1, 2]), /the length of example 0 is NaN\.$/],
  'several for an example': [
    floats([3, 2], [3, 1, 2, 3, 1, 2]),
    /has the shape \[3, 2\], and \S+\/train\.npy has 3/,
  ],
};

for (const [what, [length, message]] of Object.entries(wrong)) {
  test(`throws an error that names the length or the array of lengths: ${what}`, async (t) => {
    const error = await t.throwsAsync(load(t, { length }), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'data');
    t.regex(error.hint!, /from 0 to 3, the steps of \S+\/train\.npy|one length for each example/);
  });
}
