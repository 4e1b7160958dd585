import { scalar, tensor, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { counts } from '../testing/measures.js';
import { Ordinal } from './ordinal.js';

conforms(test, {
  family: 'ordinal',
  create: (loc, cutpoints) => new Ordinal(loc, cutpoints),
  measures: (
    [
      [0, [-1, 1]],
      [0.7, [-2, -0.5, 0.5, 2]],
      [-4, [-3, -1, 0]],
      [2, [0]],
    ] as const
  ).map(([loc, cutpoints]) => ({ parameters: [loc, cutpoints], points: counts(cutpoints.length + 1) })),
  rounding: () => 1e-7,
  pathwise: [],
  inside: [0, 1],
  outside: [-1, 0.5, 30, Infinity],
  extremes: [
    { value: 2, parameters: [-1e4, [-1, 1]] },
    { value: 0, parameters: [1e4, [-1, 1]] },
    { value: 1, parameters: [0, [-1e-3, 1e-3]] },
  ],
});

test('two grades are a Bernoulli distribution with logit loc - cutpoint', (t) => {
  const grade = new Ordinal(scalar(0.4), tensor([-0.2]));
  const one = Math.exp(grade.logProb(scalar(1)).dataSync()[0]!);
  t.true(Math.abs(one - 1 / (1 + Math.exp(-0.6))) < 1e-6);
});

test('a sample is the grade whose share of the unit interval has the noise', (t) => {
  const logit = (p: number): number => Math.log(p / (1 - p));
  const grade = new Ordinal(scalar(0), tensor([logit(0.2), logit(0.7)]));
  t.deepEqual(Array.from(grade.sample(tensor1d([0.1, 0.3, 0.6, 0.8])).dataSync()), [0, 1, 1, 2]);
});
