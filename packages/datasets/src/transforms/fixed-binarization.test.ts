import test from 'ava';

import { arrayDataset } from '../array-dataset.js';
import { values } from '../testing/read-all.js';
import { uniform } from '../testing/uniform.js';
import { fixedBinarization } from './fixed-binarization.js';
import { subset, take } from './subset.js';

const probabilities = [0, 0.1, 0.5, 0.9, 1];
// The last value makes the examples differ. It is drawn as well.
const rows = Array.from({ length: 20_000 }, (_, row) => [...probabilities, (row + 1) / 20_001]);
const grey = arrayDataset({ name: 'rows', data: rows, shape: [6] });

const all = (seed?: number): number[] => values(fixedBinarization(grey, seed));

test('draws each value with its own mean, independently of its neighbours and of other examples', (t) => {
  const drawn = all();
  const at = (row: number, k: number): number => drawn[row * 6 + k]!;
  probabilities.forEach((p, k) => {
    const mean = rows.reduce((sum, _, row) => sum + at(row, k), 0) / rows.length;
    t.true(
      Math.abs(mean - p) <= 4 * Math.sqrt((p * (1 - p)) / rows.length),
      `mean of Bernoulli(${p}) is ${mean}`,
    );
  });
  const products = [
    rows.reduce((sum, _, row) => sum + at(row, 1) * at(row, 2), 0),
    rows.slice(1).reduce((sum, _, row) => sum + at(row, 1) * at(row + 1, 2), 0),
  ];
  for (const product of products) {
    t.true(Math.abs(product / rows.length - 0.05) <= 4 * Math.sqrt((0.05 * 0.95) / rows.length));
  }
});

test('gives the same values at every read, whatever the random source', (t) => {
  const binary = fixedBinarization(take(grey, 100));
  t.true(binary.fixed);
  t.deepEqual(values(binary, [5, 3], uniform(1)), values(binary, [5, 3], uniform(2)));
});

test('an example has the same values in another subset, order and data set', (t) => {
  const first = values(fixedBinarization(grey), [7]);
  t.deepEqual(values(fixedBinarization(subset(grey, Uint32Array.of(9, 7))), [1]), first);
  const alone = arrayDataset({ name: 'alone', data: [rows[7]!], shape: [6] });
  t.deepEqual(values(fixedBinarization(alone)), first);
});

test('another seed gives other values, and their mean over seeds is the grey value', (t) => {
  t.notDeepEqual(all(1), all(0));
  t.deepEqual(all(1), all(1));
  const one = arrayDataset({ name: 'one', data: [[0.3]], shape: [1] });
  const seeds = 5000;
  let sum = 0;
  for (let seed = 0; seed < seeds; seed++) sum += values(fixedBinarization(one, seed))[0]!;
  t.true(Math.abs(sum / seeds - 0.3) <= 4 * Math.sqrt(0.21 / seeds));
});
