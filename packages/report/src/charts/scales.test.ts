import test from 'ava';
import { integerTicks, paddedRange, squareRanges } from './scales.js';

test('ticks are whole numbers, few, and within the range', (t) => {
  t.deepEqual(integerTicks(0.5, 1.5), [1]);
  t.deepEqual(integerTicks(1, 3), [1, 2, 3]);
  t.deepEqual(integerTicks(1, 10), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  t.deepEqual(integerTicks(1, 1000), [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000]);
});

test('a range is widened on both sides, and ignores what is not finite', (t) => {
  t.deepEqual(paddedRange([3, NaN, 1, Infinity, 2], 0.25), [0.5, 3.5]);
});

test('a single value lies in the middle of its range, and no value has a range too', (t) => {
  t.deepEqual(paddedRange([7, 7], 0.1), [6.5, 7.5]);
  t.deepEqual(paddedRange([-1e6], 0.1), [-1_001_000, -999_000]);
  t.deepEqual(paddedRange([NaN], 0.1), [0, 1]);
});

test('square ranges are equally long and have the points in their middle', (t) => {
  const [x, y] = squareRanges([
    { x: 0, y: 10 },
    { x: 100, y: 12 },
  ]);
  t.deepEqual(x, [-4, 104]);
  t.deepEqual(y, [11 - 54, 11 + 54]);
});
