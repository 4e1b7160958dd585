import test from 'ava';

import { geometricMean, measured, ratio } from './statistics.js';

test('median and quartiles lie between the sorted values', (t) => {
  t.deepEqual(measured([5, 1, 4, 2, 3]), {
    median: 3,
    quartiles: [2, 4],
    lowest: 1,
    highest: 5,
    count: 5,
  });
  t.deepEqual(measured([10, 20]).median, 15);
  t.deepEqual(measured([10, 20]).quartiles, [12.5, 17.5]);
  t.deepEqual(measured([7]).quartiles, [7, 7]);
});

test('numbers are sorted as numbers', (t) => {
  t.is(measured([100, 9, 80]).median, 80);
});

test('one slow round moves neither the median nor the ratio', (t) => {
  const reference = [1, 1, 10, 1, 1];
  const times = [3, 3, 30, 3, 3];
  t.is(measured(times).median, 3);
  const compared = ratio(times, reference);
  t.deepEqual([compared.lowest, compared.median, compared.highest], [3, 3, 3]);
});

test('the ratio of geometric means is the geometric mean of the ratios', (t) => {
  const [times, reference] = [
    [3, 8, 35],
    [2, 5, 31],
  ] as const;
  const ratios = times.map((time, round) => time / reference[round]!);
  t.true(Math.abs(geometricMean([2, 8]) - 4) < 1e-12);
  t.true(Math.abs(geometricMean(times) / geometricMean(reference) - geometricMean(ratios)) < 1e-12);
});

test('throws a RangeError without values, and for a different number of rounds', (t) => {
  t.throws(() => measured([]), { instanceOf: RangeError });
  t.throws(() => geometricMean([]), { instanceOf: RangeError });
  t.throws(() => ratio([1, 2], [1]), { instanceOf: RangeError, message: /2 rounds .* 1/ });
});
