import test from 'ava';

import { HelmholtzError } from '../errors.js';
import type { Examples } from './examples.js';
import { interpolateCodes, manifoldCodes, manifoldCoordinates } from './latent-paths.js';

const code = (...values: number[]): Examples => ({
  count: 1,
  shape: [values.length],
  values: Float32Array.from(values),
});

test('a path begins and ends in its codes, exactly, and steps evenly between them', (t) => {
  const { count, shape, values } = interpolateCodes(code(0.1, -1), code(0.7, 3), 5);
  t.is(count, 5);
  t.deepEqual(shape, [2]);
  t.deepEqual(Array.from(values.slice(0, 2)), [0.1, -1].map(Math.fround));
  t.deepEqual(Array.from(values.slice(8)), [0.7, 3].map(Math.fround));
  t.deepEqual(
    [1, 3, 5, 7, 9].map((index) => values[index]!),
    [-1, 0, 1, 2, 3],
  );
  t.true(Math.abs(values[4]! - 0.4) < 1e-7, 'the middle');
});

test('a path of two steps is its ends; fewer are refused', (t) => {
  t.deepEqual(Array.from(interpolateCodes(code(1), code(2), 2).values), [1, 2]);
  for (const steps of [1, 0, -1]) {
    const error = t.throws(() => interpolateCodes(code(1), code(2), steps), { instanceOf: HelmholtzError });
    t.is(error.kind, 'usage');
  }
});

test('a path between codes of any shape', (t) => {
  const from = { count: 1, shape: [2, 1, 2], values: Float32Array.of(0, 2, 4, 6) };
  const to = { ...from, values: Float32Array.of(2, 2, 0, 0) };
  const { shape, values } = interpolateCodes(from, to, 3);
  t.deepEqual(shape, [2, 1, 2]);
  t.deepEqual(Array.from(values.slice(4, 8)), [1, 2, 2, 3]);
});

/** Standard normal quantiles, to the digits of a double. */
const quantiles: Readonly<Record<string, number>> = {
  '0.05': -1.6448536269514722,
  '0.15': -1.0364333894937898,
  '0.25': -0.6744897501960817,
  '0.35': -0.38532046640756773,
  '0.45': -0.12566134685507402,
};

test('coordinates of a manifold are normal quantiles of 0.05 to 0.95, evenly spaced and ascending', (t) => {
  const lower = Object.values(quantiles);
  const ten = manifoldCoordinates(10);
  [...lower, ...lower.map((value) => -value).reverse()].forEach((expected, index) => {
    t.true(Math.abs(ten[index]! - expected) < 1e-8, `${ten[index]}, ${expected}`);
  });
  const three = manifoldCoordinates(3);
  t.is(three[1], 0);
  t.true(Math.abs(three[0]! - lower[0]!) < 1e-8 && Math.abs(three[2]! + lower[0]!) < 1e-8);
  const fifteen = manifoldCoordinates(15);
  t.is(fifteen.length, 15);
  t.true(fifteen.every((value, index) => index === 0 || value > fifteen[index - 1]!));
  t.deepEqual(manifoldCoordinates(1), [0]);
});

test('a manifold runs along its horizontal axis first, and is 0 along the others', (t) => {
  const { count, shape, values } = manifoldCodes([3], [-1, 0, 2], { horizontal: 2, vertical: 0 });
  t.is(count, 9);
  t.deepEqual(shape, [3]);
  const row = (index: number): number[] => Array.from(values.slice(3 * index, 3 * index + 3));
  t.deepEqual(row(0), [-1, 0, -1]);
  t.deepEqual(row(1), [-1, 0, 0]);
  t.deepEqual(row(2), [-1, 0, 2]);
  t.deepEqual(row(3), [0, 0, -1]);
  t.deepEqual(row(8), [2, 0, 2]);
});
