import test from 'ava';
import { arrayDataset } from './array-dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { loadDataset } from './load-dataset.js';
import { datasetSources } from './parts.js';
import type { DatasetSource } from './sources/source.js';
import { values } from './testing/read-all.js';
import { uniform } from './testing/uniform.js';

const dots: DatasetSource = {
  name: 'dots',
  description: 'one grey pixel an image',
  load: () =>
    Promise.resolve({
      train: arrayDataset({ name: 'dots/train', data: [[0.25], [0.75]], shape: [1, 1, 1], labels: [0, 1] }),
      test: arrayDataset({ name: 'dots/test', data: [[0.5]], shape: [1, 1, 1] }),
    }),
};
const sources = [...datasetSources, dots];

test('each listed data set has a description of one line', (t) => {
  for (const { description } of datasetSources) t.regex(description, /^.{20,110}$/);
});

test('loads a data set of a plugin by name, unchanged', async (t) => {
  const { train, test: testSet } = await loadDataset('dots', {}, sources);
  t.deepEqual(values(train), [0.25, 0.75]);
  t.deepEqual(values(testSet), [0.5]);
});

test('binarizes, pads and limits both parts alike', async (t) => {
  const options = { binarization: 'threshold', padding: 2, limit: 1 } as const;
  const { train, test: testSet } = await loadDataset('dots', options, sources);
  t.deepEqual([train.size, testSet.size], [1, 1]);
  t.deepEqual(
    [train.shape, testSet.shape],
    [
      [2, 2, 1],
      [2, 2, 1],
    ],
  );
  t.deepEqual(values(train), [0, 0, 0, 0]);
  t.deepEqual(values(testSet), [1, 0, 0, 0]);
  t.deepEqual(train.labels, Uint8Array.of(0));
});

test('sampled binarization draws from the source given to read', async (t) => {
  const { train } = await loadDataset('dots', { binarization: 'sample' }, sources);
  const random = uniform(3);
  const drawn = Array.from({ length: 40 }, () => values(train, [0, 1], random)).flat();
  t.deepEqual([...new Set(drawn)].sort(), [0, 1]);
});

test('names the nearest data set to one that is not known', async (t) => {
  const error = await t.throwsAsync(loadDataset('fasion-mnist'), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.is(error.message, 'There is no data set named "fasion-mnist".');
  t.is(
    error.hint,
    'Did you mean "fashion-mnist"? Valid names: digits, mnist, fashion-mnist, npy, csv, table, images, audio.',
  );
  await t.throwsAsync(loadDataset('toString'), { message: 'There is no data set named "toString".' });
});

test('names the nearest binarization', async (t) => {
  const error = await t.throwsAsync(loadDataset('dots', { binarization: 'tresh' as 'none' }, sources), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'usage');
  t.regex(error.hint!, /"threshold"/);
});

test('stops at an abort signal', async (t) => {
  for (const name of ['digits', 'mnist']) {
    const error = await t.throwsAsync(loadDataset(name, { signal: AbortSignal.abort() }), {
      instanceOf: HelmholtzError,
    });
    t.is(error.kind, 'interrupted');
    t.is(error.message, `Loading ${name} was interrupted.`);
  }
});

test('fits arrays that another data set fitted anew, after padding them', async (t) => {
  const source = {
    name: 'few',
    description: 'some digits',
    load: () => loadDataset('digits', { limit: 5 }),
  };
  const { train, test: testSet } = await loadDataset('few', { padding: 32 }, [source]);
  t.deepEqual(
    [train.fitted, testSet.fitted].map((fitted) => fitted?.form === 'array' && fitted.shape),
    [
      [32, 32, 1],
      [32, 32, 1],
    ],
  );
});
