import test from 'ava';

import { batchCount, batchStarts } from './batch-starts.js';
import { stepsPerEpoch } from './data-parts.js';
import { patterns } from '../testing/tiny-model.js';

const starts = (size: number, batchSize: number, leastBatch?: number): number[] =>
  batchStarts({ name: 'rows', size }, batchSize, { name: 'mine', leastBatch });

test('the last batch has the remaining examples', (t) => {
  t.deepEqual(starts(10, 4), [0, 4, 8]);
  t.deepEqual(starts(8, 4), [0, 4]);
  t.deepEqual(starts(3, 4), [0]);
  t.deepEqual(starts(9, 4), [0, 4, 8]);
});

test('fewer examples than the least join the batch before', (t) => {
  t.deepEqual(starts(9, 4, 2), [0, 4]);
  t.deepEqual(starts(10, 4, 2), [0, 4, 8]);
  t.deepEqual(starts(10, 4, 3), [0, 4]);
  t.deepEqual(starts(5, 4, 2), [0]);
});

test('the number of steps is the number of batches', (t) => {
  for (const [size, least] of [
    [9, 1],
    [9, 2],
    [8, 2],
    [3, 2],
  ] as const) {
    t.is(batchCount(size, 4, least), starts(size, 4, least).length);
    t.is(stepsPerEpoch(patterns(size), 4, least), starts(size, 4, least).length);
  }
});

test('throws an error for a batch size or data below the minimum', (t) => {
  t.throws(() => starts(10, 1, 2), { message: /compares the examples of a batch, and the batch size is 1/ });
  t.throws(() => starts(1, 4, 2), {
    message: 'The objective "mine" compares at least 2 examples, and rows has 1.',
  });
});
