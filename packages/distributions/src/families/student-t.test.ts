import { scalar, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { StudentT } from './student-t.js';

conforms(test, {
  family: 'studentT',
  create: (degreesOfFreedom, loc, scale) => new StudentT(degreesOfFreedom, loc, scale),
  measures: [
    [12, 0, 1],
    [30, -2, 0.5],
    [1e4, 10, 4],
  ].map(([degrees, loc, scale]) => ({
    parameters: [degrees!, loc!, scale!],
    points: quadrature(loc! - 60 * scale!, loc! + 60 * scale!, 20_000),
  })),
  // The terms of the gradient by the degrees of freedom cancel where these are many.
  rounding: (value, degreesOfFreedom, loc, scale) =>
    (1e-7 * (1 + (((value as number) - (loc as number)) / (scale as number)) ** 2)) /
    (degreesOfFreedom as number),
  samples: 4000,
  pathwise: [0, 1, 2],
  inside: [0, -1e30],
  outside: [Infinity, -Infinity],
  extremes: [
    { value: 1e15, parameters: [0.01, -1e3, 1e-2] },
    { value: 3, parameters: [1e8, 0, 1] },
    { value: -1e38, parameters: [4, 0, 1] },
    { value: 0, parameters: [1, 0, 1e-15] },
    { value: 1e10, parameters: [1e-3, 0, 1e15] },
  ],
});

test('the density is exact where the square of a value would overflow', (t) => {
  // -(n + 1) / 2 log(x^2 / n) - log B(1/2, n/2) - log(n) / 2, for n = 4: B(1/2, 2) is 4/3.
  for (const value of [1e7, -1e20, 3e37]) {
    const expected = -2.5 * (2 * Math.log(Math.abs(value)) - Math.log(4)) - Math.log(4 / 3) - Math.log(4) / 2;
    const [computed] = new StudentT(scalar(4), scalar(0), scalar(1)).logProb(scalar(value)).dataSync();
    t.true(Math.abs(computed! / expected - 1) < 1e-6, `${computed} for ${expected} at ${value}`);
  }
});

test('few degrees of freedom have an infinite variance, and one has no mean', (t) => {
  const moments = (degrees: number): number[] => {
    const student = new StudentT(scalar(degrees), scalar(3), scalar(1));
    return [student.mean().dataSync()[0]!, student.variance().dataSync()[0]!];
  };
  t.deepEqual(moments(2), [3, Infinity]);
  t.deepEqual(moments(1), [NaN, NaN]);
});

test('samples of few degrees of freedom are the quantiles of a Cauchy distribution', (t) => {
  const uniform = [2 ** -20, 0.0001, 0.001, 0.01, 0.3, 0.4999, 0.5, 0.75, 0.99, 0.999, 0.9999, 1 - 2 ** -20];
  const samples = new StudentT(scalar(1), scalar(0), scalar(1)).sample(tensor1d(uniform)).dataSync();
  uniform.forEach((p, index) => {
    const expected = Math.tan(Math.PI * (Math.fround(p) - 0.5));
    const sample = samples[index]!;
    t.true(Math.abs(sample - expected) <= 2e-4 * Math.abs(expected) + 1e-6, `${sample} for ${expected}`);
  });
});
