import test from 'ava';

import { arrayDataset } from './array-dataset.js';
import type { Dataset } from './dataset.js';
import { allExamples } from './dataset-in-parts.js';
import { loadDataset } from './load-dataset.js';

const rows = (name: string, data: number[][], more: object = {}): Dataset => ({
  ...arrayDataset({ name, shape: [2], data }),
  ...more,
});

const labels = (...classes: number[]): object => ({
  labels: Uint8Array.from(classes),
  classNames: ['a', 'b'],
});

const read = (dataset: Dataset, ...indices: number[]): number[] => {
  const values = new Float32Array(indices.length * 2);
  dataset.read(indices, values, { next: () => 0 });
  return [...values];
};

const first = rows(
  'first',
  [
    [1, 2],
    [3, 4],
  ],
  labels(0, 1),
);
const second = rows('second', [[5, 6]], labels(1));

test('joins the examples of the parts in their order', (t) => {
  const joined = allExamples({ name: 'mine', parts: { first, second } });
  t.deepEqual([joined.size, joined.shape, joined.fixed], [3, [2], true]);
  t.deepEqual(read(joined, 2, 0, 1), [5, 6, 1, 2, 3, 4]);
  t.deepEqual([...joined.labels!], [0, 1, 1]);
  t.throws(() => read(joined, 3), { message: /there is no example/ });
});

test('labels and further arrays stay if every part has them', (t) => {
  const unlabelled = rows('second', [[5, 6]]);
  t.is(allExamples({ name: 'mine', parts: { first, unlabelled } }).labels, undefined);
  const other = (data: number[][]): object => ({ others: { y: rows('y', data), z: rows('z', data) } });
  const parts = {
    first: {
      ...first,
      ...other([
        [1, 1],
        [2, 2],
      ]),
    },
    second: { ...second, ...other([[3, 3]]) },
  };
  const joined = allExamples({ name: 'mine', parts });
  t.deepEqual(Object.keys(joined.others!), ['y', 'z']);
  t.deepEqual(read(joined.others!['z']!, 2, 1), [3, 3, 2, 2]);
  t.is(allExamples({ name: 'mine', parts: { first: parts.first, second } }).others, undefined);
});

test('parts of different shapes, and no parts, are errors', (t) => {
  const wide = arrayDataset({ name: 'wide', shape: [3], data: [[1, 2, 3]] });
  t.throws(() => allExamples({ name: 'mine', parts: { first, wide } }), {
    message: 'The parts of mine have examples of different shapes: first [2], wide [3].',
  });
  t.throws(() => allExamples({ name: 'mine', parts: {} }), { message: 'mine has no parts.' });
});

test('parts are standardized by all examples, and so is the test set', async (t) => {
  const source = {
    name: 'mine',
    description: 'two parts',
    load: () => Promise.resolve({ train: { name: 'mine', parts: { first, second } }, test: second }),
  };
  const { train, test: testSet } = await loadDataset('mine', { standardize: 'standard' }, [source]);
  // The elements have mean 3 and 4, and variance 8/3.
  const scale = Math.fround(Math.sqrt(8 / 3));
  const close = (actual: number[], expected: number[]) =>
    actual.forEach((value, index) => t.true(Math.abs(value - expected[index]!) < 1e-6));
  close(read(train.parts.first, 0, 1), [-2 / scale, -2 / scale, 0, 0]);
  close(read(train.parts.second, 0), [2 / scale, 2 / scale]);
  close(read(testSet, 0), [2 / scale, 2 / scale]);
  t.deepEqual(testSet.fitted, (train as { fitted?: object }).fitted);
});
