import { RandomStream, noiseSource } from '@helmholtz/core';
import test from 'ava';

import { groupedMedianInterval, medianInterval } from './bootstrap.js';

test('values that are all equal have no spread', (t) => {
  t.deepEqual(medianInterval([2, 2, 2, 2]), { median: 2, low: 2, high: 2 });
});

test('the interval of 200 normal draws is as wide as the asymptotic one of their median', (t) => {
  const values = new Float32Array(200);
  noiseSource('standardNormal').fill(values, new RandomStream(3, 'draws'));
  const { median, low, high } = medianInterval([...values]);
  t.true(low < median && median < high);
  t.true(low < 0 && 0 < high);
  // The deviation of the median of n normal draws is sqrt(pi / (2 n)).
  const asymptotic = 2 * 1.96 * Math.sqrt(Math.PI / (2 * values.length));
  t.true(Math.abs((high - low) / asymptotic - 1) < 0.3, `${high - low}, not about ${asymptotic}`);
});

test('the interval covers the true median in about 95 of 100 samples', (t) => {
  const normal = noiseSource('standardNormal');
  let covered = 0;
  for (let sample = 0; sample < 200; sample++) {
    const values = new Float32Array(21);
    normal.fill(values, new RandomStream(4, 'samples', sample));
    const { low, high } = medianInterval([...values], { resamples: 400, seed: sample });
    if (low <= 0 && 0 <= high) covered++;
  }
  t.true(covered >= 182 && covered <= 199, `${covered} of 200`);
});

test('throws a RangeError without values', (t) => {
  t.throws(() => medianInterval([]), { instanceOf: RangeError });
});

test('the interval of grouped values covers the variance between groups, the interval of single values does not', (t) => {
  const normal = noiseSource('standardNormal');
  const draws = (count: number, key: string, index: number): Float32Array => {
    const values = new Float32Array(count);
    normal.fill(values, new RandomStream(5, key, index));
    return values;
  };
  let covered = 0;
  let missed = 0;
  for (let sample = 0; sample < 200; sample++) {
    // Eight processes whose medians differ by a deviation of 3, of four rounds with a deviation of
    // 1 each.
    const groups = [...draws(8, 'groups', sample)].map((group, index) =>
      [...draws(4, 'values', 8 * sample + index)].map((value) => 3 * group + value),
    );
    const options = { resamples: 200, seed: sample };
    const covers = ({ low, high }: { low: number; high: number }): boolean => low <= 0 && 0 <= high;
    if (covers(groupedMedianInterval(groups, options))) covered++;
    if (!covers(medianInterval(groups.flat(), options))) missed++;
  }
  t.true(covered >= 176, `${covered} of 200`);
  t.true(missed >= 40, `${missed} of 200 intervals of ungrouped values miss the true median`);
});
