import { tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { counts } from '../testing/measures.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { Poisson } from './poisson.js';

conforms(test, {
  family: 'poisson',
  create: (logRate) => new Poisson(logRate),
  measures: [-3, 0, 3.4, 7].map((logRate) => ({ parameters: [logRate], points: counts(1500) })),
  // The gradient is the distance of the value from the mean, which is off by its last digits.
  rounding: (_, logRate) => 2e-7 * Math.exp(logRate as number),
  samples: 4000,
  pathwise: [],
  inside: [0, 1, 1e6],
  outside: [-1, 0.5, Infinity],
  extremes: [
    { value: 0, parameters: [-80] },
    { value: 1e6, parameters: [-80] },
    { value: 0, parameters: [80] },
    { value: 1e6, parameters: [80] },
  ],
});

divergenceConforms(test, {
  families: ['poisson', 'poisson'],
  samples: 5000,
  create: (q, p) => [new Poisson(q), new Poisson(p)],
  rounding: (logRate) => 2e-7 * Math.exp(logRate as number) + 1e-6,
});

test('a sample is the least count whose distribution function is above the noise', (t) => {
  // Distribution function of Poisson(1): 0.3679, 0.7358, 0.9197, 0.9810.
  const noise = tensor1d([0, 0.367, 0.369, 0.73, 0.74, 0.91, 0.95, 0.99]);
  const samples = new Poisson(tensor1d([0])).sample(noise);
  t.deepEqual(Array.from(samples.dataSync(), Math.abs), [0, 0, 1, 1, 2, 2, 3, 4]);
});
