import test from 'ava';

import { correlation, histogram, mean, standardizedMoment, unevenness, variance } from './statistics.js';

test('moments, correlation and counts of values known by hand', (t) => {
  t.is(mean([1, 2, 3, 6]), 3);
  t.is(variance([1, 2, 3, 6]), 3.5);
  t.is(correlation([1, 2, 3], [10, 20, 30]), 1);
  t.is(correlation([1, 2, 3], [3, 2, 1]), -1);
  t.is(standardizedMoment([-1, 1], 4), 1);
  t.deepEqual(histogram([0, 0.2, 0.5, 0.99], 4), [2, 0, 1, 1]);
});

test('unevenness is the normal score of the chi-square statistic', (t) => {
  // Chi-square 16.919 on 9 degrees of freedom is the upper 5% point, a score of 1.645.
  const deviation = Math.sqrt((16.919 * 100) / 2);
  const counts = [100 + deviation, 100 - deviation, ...new Array<number>(8).fill(100)];
  t.true(Math.abs(unevenness(counts) - 1.645) < 0.01);
  t.true(unevenness(new Array<number>(10).fill(100)) < -5);
});
