import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import type { Examples } from './examples.js';
import { interpolateCodes } from './interpolate-codes.js';

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

test('a path of two steps has its ends alone; throws an error for fewer steps', (t) => {
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

const norm = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));
const rowsOf = ({ count, values }: Examples): Float32Array[] =>
  Array.from({ length: count }, (_, row) =>
    values.subarray((row * values.length) / count, ((row + 1) * values.length) / count),
  );

test('a spherical path changes its norm and its angle by equal steps', (t) => {
  const [from, to] = [code(3, 0, 4, 0), code(0, 2, 0, -1)];
  const path = rowsOf(interpolateCodes(from, to, 5, 'spherical'));
  t.deepEqual(path[0], from.values);
  t.deepEqual(path[4], to.values);
  path.forEach((values, step) => {
    const expected = 5 + (step / 4) * (Math.sqrt(5) - 5);
    t.true(Math.abs(norm(values) - expected) < 1e-5, `${norm(values)}, ${expected}`);
  });
  const cosines = path.slice(1).map((values, step) => {
    const before = path[step]!;
    return values.reduce((sum, value, i) => sum + value * before[i]!, 0) / norm(values) / norm(before);
  });
  // The two are at a right angle: each of four steps turns by an eighth of half a turn.
  cosines.forEach((cosine) => t.true(Math.abs(cosine - Math.cos(Math.PI / 8)) < 1e-6));
});

test('a spherical path between codes of one norm keeps it, where a straight one does not', (t) => {
  const [from, to] = [code(1, 0), code(0, 1)];
  const halfway = (kind: 'linear' | 'spherical') => rowsOf(interpolateCodes(from, to, 3, kind))[1]!;
  t.true(Math.abs(norm(halfway('spherical')) - 1) < 1e-6);
  t.true(Math.abs(norm(halfway('linear')) - Math.SQRT1_2) < 1e-6);
});

test('a spherical path without an angle between its ends is straight', (t) => {
  for (const [from, to] of [
    [code(1, 2), code(2, 4)],
    [code(0, 0), code(1, 1)],
    [code(1, 0), code(-1, 0)],
  ] as const) {
    t.deepEqual(interpolateCodes(from, to, 4, 'spherical'), interpolateCodes(from, to, 4));
  }
});
