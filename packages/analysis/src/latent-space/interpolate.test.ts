import { interpolateCodes, readExamples } from '@helmholtz/core';
import test from 'ava';

import { decode, images, means, run } from '../testing/squares.js';
import { interpolate } from './interpolate.js';

test('an interpolation runs from one original through its code to the other', async (t) => {
  const {
    rows: [row, ...others],
  } = await interpolate(run, { between: [5, 10], steps: 3 });
  t.deepEqual(others, []);
  t.is(row!.count, 5);
  const [from, to] = [5, 10].map((index) => Array.from(readExamples(images, [index]).values));
  t.deepEqual(Array.from(row!.pixels.slice(0, 4)), from);
  t.deepEqual(Array.from(row!.pixels.slice(16)), to);
  const [a, b] = [5, 10].map((index) => [means.values[2 * index]!, means.values[2 * index + 1]!]);
  t.deepEqual(row!.pixels.slice(4, 8), await decode(...a!));
  t.deepEqual(row!.pixels.slice(12, 16), await decode(...b!));
  const middle = await decode((a![0]! + b![0]!) / 2, (a![1]! + b![1]!) / 2);
  row!.pixels.slice(8, 12).forEach((value, index) => t.true(Math.abs(value - middle[index]!) < 1e-6));
});

test('a spherical interpolation decodes the arc between the codes', async (t) => {
  const {
    rows: [row],
  } = await interpolate(run, { between: [5, 10], steps: 3, spherical: true });
  const [a, b] = [5, 10].map((index) => [means.values[2 * index]!, means.values[2 * index + 1]!]);
  const code = (values: number[]) => ({ count: 1, shape: [2], values: Float32Array.from(values) });
  const arc = interpolateCodes(code(a!), code(b!), 3, 'spherical');
  t.deepEqual(row!.pixels.slice(4, 16), await decode(...arc.values));
});
