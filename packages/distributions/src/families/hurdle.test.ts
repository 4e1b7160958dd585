import { exp, scalar, tensor1d, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { counts } from '../testing/measures.js';
import { Hurdle } from './hurdle.js';
import { NegativeBinomial } from './negative-binomial.js';
import { Poisson } from './poisson.js';

conforms(test, {
  family: 'hurdlePoisson',
  create: (logRate, zeroLogit) => new Hurdle(new Poisson(logRate), zeroLogit),
  measures: [
    [0, 0],
    [2, -3],
    [3.4, 1.5],
    [-2, 0.5],
  ].map((parameters) => ({ parameters, points: counts(300) })),
  // Small means: the slopes of c(x) and 1 - c(0), about 1 each, cancel.
  rounding: (_, logRate) => 2e-7 * (1 + Math.exp(logRate as number)),
  samples: 4000,
  pathwise: [],
  inside: [0, 1, 1e6],
  outside: [-1, 0.5, Infinity],
  extremes: [
    { value: 0, parameters: [-80, 80] },
    { value: 0, parameters: [80, -80] },
    { value: 7, parameters: [2, 80] },
    { value: 1, parameters: [-80, 0] },
  ],
});

conforms(test, {
  family: 'hurdleNegativeBinomial',
  create: (logRate, concentration, zeroLogit) =>
    new Hurdle(new NegativeBinomial(logRate, concentration), zeroLogit),
  measures: [
    [0, 1, 0],
    [2, 4, -0.4],
    [3, 20, 2],
  ].map((parameters) => ({ parameters, points: counts(1000) })),
  rounding: (value, logRate) =>
    2e-7 + 2e-9 * (1 + (value as number)) * Math.max(1, Math.abs(logRate as number)),
  samples: 4000,
  pathwise: [],
  inside: [0, 1, 1e6],
  outside: [-1, 0.5, Infinity],
  extremes: [
    { value: 0, parameters: [-80, 1e-6, 5] },
    { value: 0, parameters: [80, 1e-3, -80] },
    { value: 1e6, parameters: [80, 1e8, 80] },
    { value: 1, parameters: [-80, 2, 0] },
  ],
});

test('draws are the quantiles of the mass: their shares are those of the density', (t) => {
  const noise = tensor1d(Array.from({ length: 4000 }, (_, index) => (index + 0.5) / 4000));
  for (const [logRate, zeroLogit] of [
    [-8, 0],
    [-1, -2],
    [1, 3],
    [3, -6],
  ] as const) {
    const [drawn, masses] = tidy(() => {
      const hurdle = new Hurdle(new Poisson(scalar(logRate)), scalar(zeroLogit));
      const each = exp(hurdle.logProb(tensor1d([0, 1, 2, 3, 4, 5])));
      return [hurdle.sample(noise).dataSync(), each.dataSync()] as never;
    }) as [Float32Array, Float32Array];
    masses.forEach((mass, count) => {
      const share = drawn.filter((one) => one === count).length / 4000;
      t.true(Math.abs(share - mass) <= 1.01 / 4000, `${share} of ${count} for ${mass} at ${logRate}`);
    });
  }
});
