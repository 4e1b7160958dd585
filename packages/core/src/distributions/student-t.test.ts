import { scalar } from '@tensorflow/tfjs-core';
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
  inside: [0, -1e30],
  outside: [Infinity, -Infinity],
  extremes: [
    { value: 1e15, parameters: [0.01, -1e3, 1e-2] },
    { value: 3, parameters: [1e8, 0, 1] },
    { value: 0, parameters: [1, 0, 1e-15] },
    { value: 1e10, parameters: [1e-3, 0, 1e15] },
  ],
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
  for (const [uniform, expected] of [
    [0.5, 0],
    [0.75, 1],
    [0.01, -31.8205],
    [0.999, 318.3088],
  ] as const) {
    const [sample] = new StudentT(scalar(1), scalar(0), scalar(1)).sample(scalar(uniform)).dataSync();
    t.true(Math.abs(sample! - expected) <= 0.02 * Math.abs(expected) + 1e-3, `${sample} for ${expected}`);
  }
});
