import { type Tensor2D, memory, ones, range, reshape, tile } from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { rowsOf } from '../testing/tiny-model.js';
import { inBatches, readExamples } from './examples.js';

test('reads examples in the order of their indices, one of them twice', (t) => {
  const dataset = rowsOf([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  const { count, shape, values } = readExamples(dataset, [2, 0, 2]);
  t.is(count, 3);
  t.deepEqual(shape, [2]);
  t.deepEqual(Array.from(values), [5, 6, 1, 2, 5, 6]);
});

test('a data set that draws as it is read gives the same draws for the same seed', (t) => {
  const drawing = {
    name: 'drawn',
    size: 4,
    shape: [50],
    read: (_: unknown, out: Float32Array, random: { next(): number }) => {
      out.forEach((_value, index) => (out[index] = random.next()));
    },
  };
  t.deepEqual(readExamples(drawing, [0, 1], 0), readExamples(drawing, [0, 1], 0));
  t.notDeepEqual(readExamples(drawing, [0, 1], 0), readExamples(drawing, [0, 1], 1));
  t.deepEqual(readExamples(drawing, [0, 1]), readExamples(drawing, [0, 1], 0));
});

/** [start, end) down the rows, each number twice. */
const counted = (start: number, end: number): Tensor2D => tile(reshape(range(start, end), [-1, 1]), [1, 2]);

test('batches are joined in their order, whatever is left for the last one', async (t) => {
  for (const count of [1, 249, 250, 251, 600]) {
    const { count: joined, shape, values } = await inBatches(count, counted);
    t.is(joined, count);
    t.deepEqual(shape, [2]);
    t.deepEqual(
      Array.from(values),
      Array.from({ length: 2 * count }, (_, index) => Math.floor(index / 2)),
    );
  }
});

test('no batch is larger than memory was meant for, and every example is in one', async (t) => {
  const progress: [number, number][] = [];
  await inBatches(1001, (start, end) => {
    progress.push([start, end]);
    return ones([end - start]);
  });
  t.true(progress.every(([start, end]) => end > start && end - start <= 250));
  t.is(progress[0]![0], 0);
  t.is(progress.at(-1)![1], 1001);
  t.true(progress.every(([start], index) => index === 0 || start === progress[index - 1]![1]));
});

test('no examples are no work', async (t) => {
  const { count, values } = await inBatches(0, () => t.fail());
  t.is(count, 0);
  t.is(values.length, 0);
});

test.serial('inBatches disposes its tensors', async (t) => {
  const before = memory().numTensors;
  await inBatches(600, counted);
  t.is(memory().numTensors, before);
});
