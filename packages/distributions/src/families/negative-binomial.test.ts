import { scalar, tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { counts } from '../testing/measures.js';
import { NegativeBinomial } from './negative-binomial.js';
import { Poisson } from './poisson.js';

conforms(test, {
  family: 'negativeBinomial',
  create: (logRate, concentration) => new NegativeBinomial(logRate, concentration),
  measures: [
    [0, 1],
    [2, 0.3],
    [3, 20],
    [5, 4],
    [-2, 2],
  ].map((parameters) => ({ parameters, points: counts(2500) })),
  // The difference of two logarithms has a rounding error of the last digit, multiplied by the
  // count.
  rounding: (value, logRate) => 2e-9 * (1 + (value as number)) * Math.max(1, Math.abs(logRate as number)),
  samples: 4000,
  pathwise: [],
  inside: [0, 1, 1e6],
  outside: [-1, 0.5, Infinity],
  extremes: [
    { value: 0, parameters: [-80, 1e-6] },
    { value: 1e6, parameters: [-80, 1e6] },
    { value: 0, parameters: [80, 1e-3] },
    { value: 1e6, parameters: [80, 1e8] },
    { value: 3, parameters: [0, 1e8] },
  ],
});

test('with a large concentration it is nearly the Poisson distribution', (t) => {
  const values = tensor1d([0, 1, 5, 40]);
  const negativeBinomial = new NegativeBinomial(scalar(2), scalar(1e7)).logProb(values).dataSync();
  const poisson = new Poisson(scalar(2)).logProb(values).dataSync();
  poisson.forEach((expected, index) => {
    t.true(Math.abs(negativeBinomial[index]! - expected) < 1e-4 * Math.abs(expected));
  });
});
