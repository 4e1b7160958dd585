import { exp, scalar, tensor1d, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { counts } from '../testing/measures.js';
import { NegativeBinomial } from './negative-binomial.js';
import { Poisson } from './poisson.js';
import { ZeroInflated } from './zero-inflated.js';

conforms(test, {
  family: 'zeroInflatedPoisson',
  create: (logRate, zeroLogit) => new ZeroInflated(new Poisson(logRate), zeroLogit),
  measures: [
    [0, 0],
    [2, -3],
    [3.4, 1.5],
  ].map((parameters) => ({ parameters, points: counts(300) })),
  // By the logit, the two ways to a zero cancel.
  rounding: (_, logRate) => 6e-8 + 2e-7 * Math.exp(logRate as number),
  samples: 4000,
  pathwise: [],
  inside: [0, 1, 1e6],
  outside: [-1, 0.5, Infinity],
  extremes: [
    { value: 0, parameters: [-80, 80] },
    { value: 0, parameters: [80, -80] },
    { value: 7, parameters: [2, 80] },
  ],
});

conforms(test, {
  family: 'zeroInflatedNegativeBinomial',
  create: (logRate, concentration, zeroLogit) =>
    new ZeroInflated(new NegativeBinomial(logRate, concentration), zeroLogit),
  measures: [
    [0, 1, 0],
    [2, 4, -0.4],
    [3, 20, 2],
  ].map((parameters) => ({ parameters, points: counts(1000) })),
  rounding: (value, logRate) =>
    6e-8 + 2e-9 * (1 + (value as number)) * Math.max(1, Math.abs(logRate as number)),
  samples: 4000,
  pathwise: [],
  inside: [0, 1, 1e6],
  outside: [-1, 0.5, Infinity],
  extremes: [
    { value: 0, parameters: [-80, 1e-6, 5] },
    { value: 0, parameters: [80, 1e-3, -80] },
    { value: 1e6, parameters: [80, 1e8, 80] },
  ],
});

test('zeros have the frequency of the extra probability and the counts together', (t) => {
  const noise = tensor1d(Array.from({ length: 2000 }, (_, index) => (index + 0.5) / 2000));
  for (const zeroLogit of [-6, -0.4, 0, 3]) {
    const drawn = tidy(() => {
      const counts = new ZeroInflated(new Poisson(scalar(1)), scalar(zeroLogit));
      return [counts.sample(noise).dataSync(), exp(counts.logProb(scalar(0))).dataSync()] as never;
    }) as [Float32Array, Float32Array];
    const zeros = drawn[0].filter((count) => count === 0).length / 2000;
    t.true(Math.abs(zeros - drawn[1][0]!) <= 1 / 2000, `${zeros} for ${drawn[1][0]} at ${zeroLogit}`);
  }
});
