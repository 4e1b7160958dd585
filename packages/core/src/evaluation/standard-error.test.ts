import test from 'ava';

import { RunningStandardError } from './standard-error.js';

function errorOf(values: readonly number[], weights?: readonly number[]): number | undefined {
  const error = new RunningStandardError();
  values.forEach((value, index) => error.add(value, weights?.[index]));
  return error.value;
}

test('is the standard deviation by the square root of the number', (t) => {
  // Deviations of -3, -1, 1, 3: a variance of 20 / 3.
  t.true(Math.abs(errorOf([1, 3, 5, 7])! - Math.sqrt(20 / 3 / 4)) < 1e-12);
  t.is(errorOf([2, 2, 2]), 0);
  t.is(errorOf([2]), undefined);
});

test('loses no digits to a large mean', (t) => {
  const values = [1, 3, 5, 7].map((value) => value + 1e9);
  t.true(Math.abs(errorOf(values)! - Math.sqrt(20 / 3 / 4)) < 1e-9);
});

test('weights have the effective number of examples', (t) => {
  t.true(
    Math.abs(errorOf([1, 3, 5, 7], [4, 4, 4, 4])! - Math.sqrt(20 / 3 / 4)) < 1e-12,
    'whatever their size',
  );
  // Every value is 1 from the mean of 0, so the deviation is 1 and the effective number 4^2 / 6.
  const [values, weights] = [[1, -1, 1, -1], [0, 1, 2, 1].map((weight) => weight)];
  t.true(Math.abs(errorOf(values, weights)! - Math.sqrt((4 / 3) * (6 / 16))) < 1e-12);
});
