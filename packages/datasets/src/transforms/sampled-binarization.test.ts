import test from 'ava';
import { arrayDataset } from '../array-dataset.js';
import { values } from '../testing/read-all.js';
import { uniform } from '../testing/uniform.js';
import { sampledBinarization } from './sampled-binarization.js';
import { take } from './subset.js';
import { thresholdBinarization } from './threshold-binarization.js';

const probabilities = [0, 0.1, 0.5, 0.9, 1];
const sampled = sampledBinarization(arrayDataset({ name: 'few', data: [probabilities], shape: [5] }));

test('draws each value with its own mean and variance, independently', (t) => {
  const reads = 40_000;
  const random = uniform(1);
  const sum = probabilities.map(() => 0);
  let together = 0;
  for (let i = 0; i < reads; i++) {
    const drawn = values(sampled, [0], random);
    t.true(drawn.every((value) => value === 0 || value === 1));
    drawn.forEach((value, k) => (sum[k]! += value));
    together += drawn[1]! * drawn[2]!;
  }
  probabilities.forEach((p, k) => {
    const standardError = Math.sqrt((p * (1 - p)) / reads);
    t.true(
      Math.abs(sum[k]! / reads - p) <= 4 * standardError,
      `mean of Bernoulli(${p}) is ${sum[k]! / reads}`,
    );
  });
  t.true(Math.abs(together / reads - 0.05) <= 4 * Math.sqrt((0.05 * 0.95) / reads));
});

test('draws anew at every read, and the same from the same state of the source', (t) => {
  const many = Array.from({ length: 100 }, () => 0);
  const random = uniform(7);
  const first = values(sampled, many, random);
  t.notDeepEqual(values(sampled, many, random), first);
  t.deepEqual(values(sampled, many, uniform(7)), first);
});

test('is not fixed, unlike its source, and neither are data sets derived from it', (t) => {
  const grey = arrayDataset({ name: 'few', data: [probabilities], shape: [5] });
  t.deepEqual([grey.fixed, take(grey, 1).fixed, thresholdBinarization(grey).fixed], [true, true, true]);
  t.deepEqual([sampled.fixed, take(sampled, 1).fixed], [false, false]);
});
