import * as tf from '@tensorflow/tfjs-core';
import test from 'ava';

import type { OnnxBackend } from '../backend/onnx-backend.js';
import '../index.js';

const onnx = (): OnnxBackend => tf.backend() as OnnxBackend;

test.before(async () => {
  await tf.setBackend('onnx');
  onnx().executor.policy.mode = 'native';
});

/** The numbers that a kernel yields, computed natively. */
function natively(compute: () => tf.Tensor): number[] {
  const before = onnx().statistics.graphsRun;
  const values = tf.tidy(() => [...compute().dataSync()]);
  if (onnx().statistics.graphsRun === before) throw new Error('It ran on the cpu kernels.');
  return values;
}

/** The largest relative error of a function of one float, against the same in double precision. */
function relativeError(
  xs: readonly number[],
  kernel: (x: tf.Tensor) => tf.Tensor,
  exact: (x: number) => number,
) {
  const floats = xs.map(Math.fround);
  const actual = natively(() => kernel(tf.tensor1d(floats)));
  return Math.max(...floats.map((x, index) => Math.abs(actual[index]! / exact(x) - 1)));
}

const magnitudes = Array.from({ length: 200 }, (_, index) => 10 ** (-30 + index / 6.8));
const UNITS = 2 ** -22; // two of the last bits of a float

test('log1p and expm1 keep the digits of small numbers, and so does softplus of very negative ones', (t) => {
  const small = magnitudes.filter((x) => x < 0.999);
  t.true(
    relativeError(
      magnitudes.filter((x) => x < 1e30),
      tf.log1p,
      Math.log1p,
    ) < UNITS,
  );
  t.true(
    relativeError(
      small.map((x) => -x),
      tf.log1p,
      Math.log1p,
    ) < UNITS,
  );
  t.true(
    relativeError(
      magnitudes.filter((x) => x < 80),
      tf.expm1,
      Math.expm1,
    ) <
      3 * UNITS,
  );
  t.true(
    relativeError(
      small.map((x) => -x),
      tf.expm1,
      Math.expm1,
    ) <
      3 * UNITS,
  );
  const xs = Array.from({ length: 160 }, (_, index) => index - 80);
  // exp itself is as far off as its argument's rounding.
  t.true(relativeError(xs, tf.softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))) < 2e-6);
});

test('log1p, expm1 and softplus at their ends', (t) => {
  const ends = tf.tensor1d([-1, -2, 0, Infinity, -Infinity, NaN]);
  t.deepEqual(
    natively(() => tf.log1p(ends)),
    [-Infinity, NaN, 0, Infinity, NaN, NaN],
  );
  t.deepEqual(
    natively(() => tf.expm1(tf.tensor1d([0, Infinity, -Infinity, NaN]))),
    [0, Infinity, -1, NaN],
  );
  t.deepEqual(
    natively(() => tf.softplus(tf.tensor1d([Infinity, -Infinity, NaN]))),
    [Infinity, 0, NaN],
  );
});

test('what int32 does not hold is wrapped as in JavaScript', (t) => {
  const reals = [1.9, -1.9, 3e9, -3e9, 2 ** 31, -(2 ** 31), 2 ** 32 + 512, 1e20, NaN, Infinity, -Infinity];
  t.deepEqual(
    natively(() => tf.cast(tf.tensor1d(reals), 'int32')),
    [...Int32Array.from(Float32Array.from(reals))],
  );
});

test('whole numbers divided by zero, and the least by -1, do not end the process', (t) => {
  const a = tf.tensor1d([7, -7, 0, -(2 ** 31), 7, -7], 'int32');
  const b = tf.tensor1d([0, 0, 0, -1, -2, 2], 'int32');
  t.deepEqual(
    natively(() => tf.floorDiv(a, b)),
    [0, 0, 0, -(2 ** 31), -4, -4],
  );
  t.deepEqual(
    natively(() => tf.mod(a, b)),
    [0, 0, 0, 0, -1, 1],
  );
});

test('a quotient just below a whole number is not rounded up to it', (t) => {
  // In float32 the quotient is 10.
  const a = 1;
  const b = Math.fround(0.1);
  t.is(Math.fround(a / b), 10);
  t.deepEqual(
    natively(() => tf.floorDiv(tf.scalar(a), tf.scalar(b))),
    [9],
  );
});

test('powers of whole numbers are whole, and wrap', (t) => {
  const [base, exponent] = [tf.tensor1d([2, 2, -3, 3, 0], 'int32'), tf.tensor1d([10, -1, 3, 21, 0], 'int32')];
  t.deepEqual(
    natively(() => tf.pow(base, exponent)),
    [1024, 0, -27, (3 ** 21 % 2 ** 32) | 0, 1],
  );
});

test('extremes propagate NaN at any position, and positions ignore it', (t) => {
  for (const length of [1, 2, 3, 8, 9, 17, 100]) {
    for (const at of [0, length >> 1, length - 1]) {
      const values = Array.from({ length }, (_, index) => (index === at ? NaN : index));
      const x = tf.tensor2d([values, values.map((_, index) => index)]);
      t.deepEqual(
        natively(() => tf.max(x, 1)),
        [NaN, length - 1],
      );
      t.deepEqual(
        natively(() => tf.min(x, 1)),
        [NaN, 0],
      );
      const greatest = at === 0 ? 0 : at === length - 1 ? length - 2 : length - 1;
      t.deepEqual(
        natively(() => tf.argMax(x, 1)),
        [greatest, length - 1],
      );
    }
  }
});

test('the angle of a point has the signs of its zeros and infinities', (t) => {
  const numbers = [0, -0, 1, -1, 2.5, -0.3, Infinity, -Infinity, NaN];
  const pairs = numbers.flatMap((y) => numbers.map((x) => [y, x] as const));
  const actual = natively(() =>
    tf.atan2(tf.tensor1d(pairs.map(([y]) => y)), tf.tensor1d(pairs.map(([, x]) => x))),
  );
  pairs.forEach(([y, x], index) => {
    const expected = Math.atan2(Math.fround(y), Math.fround(x));
    const message = `atan2(${Object.is(y, -0) ? '-0' : y}, ${Object.is(x, -0) ? '-0' : x})`;
    if (Number.isNaN(expected)) t.is(actual[index], NaN, message);
    else t.true(Math.abs(actual[index]! - expected) < 5e-7, `${message}: ${actual[index]}, not ${expected}`);
  });
});
