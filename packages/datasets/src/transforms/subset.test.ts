import test from 'ava';
import { arrayDataset } from '../array-dataset.js';
import { HelmholtzError } from '@helmholtz/base';
import { values } from '../testing/read-all.js';
import { subset, take } from './subset.js';

const four = arrayDataset({ name: 'four', data: [[0], [10], [20], [30]], shape: [1], labels: [0, 1, 2, 3] });

test('reads and labels the chosen examples, also of a subset', (t) => {
  const chosen = subset(four, Uint32Array.of(3, 1, 3));
  t.is(chosen.size, 3);
  t.deepEqual(values(chosen), [30, 10, 30]);
  t.deepEqual(chosen.labels, Uint8Array.of(3, 1, 3));
  t.deepEqual(values(take(chosen, 2)), [30, 10]);
  t.deepEqual(take(chosen, 2).labels, Uint8Array.of(3, 1));
});

test('takes all where there are fewer', (t) => {
  t.deepEqual(values(take(four, 100)), [0, 10, 20, 30]);
});

test('throws an error that names an example that does not exist', (t) => {
  t.throws(() => subset(four, Uint32Array.of(4)), {
    message: 'four: there is no example 4; the last one is 3.',
  });
  t.throws(() => values(take(four, 2), [2]), { message: /no example/ });
  for (const count of [0, -1, 1.5, NaN]) t.throws(() => take(four, count), { instanceOf: HelmholtzError });
});
