import { exp, scalar, tensor1d, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { ZeroInflatedLogNormal } from './zero-inflated-log-normal.js';

conforms(test, {
  family: 'zeroInflatedLogNormal',
  create: (loc, scale, zeroLogit) => new ZeroInflatedLogNormal(loc, scale, zeroLogit),
  measures: [
    [0, 0.5, 0],
    [-2, 0.2, -3],
    [3, 0.4, 1.5],
  ].map(([loc, scale, zeroLogit]) => ({
    parameters: [loc!, scale!, zeroLogit!],
    points: [
      { value: 0, weight: 1 },
      ...quadrature(Math.exp(loc! - 6 * scale!), Math.exp(loc! + 6 * scale!), 20_000),
    ],
  })),
  pathwise: [],
  inside: [0, 1e-30, 1, 1e30],
  outside: [-1, -1e-30, Infinity],
  extremes: [
    { value: 0, parameters: [-50, 0.01, 80] },
    { value: 0, parameters: [50, 100, -80] },
    { value: 1e-30, parameters: [50, 0.01, 80] },
    { value: 1e30, parameters: [-50, 100, -80] },
  ],
});

test('draws are quantiles: zeros have their share, and half of the others are below the median', (t) => {
  const noise = tensor1d(Array.from({ length: 2000 }, (_, index) => (index + 0.5) / 2000));
  for (const zeroLogit of [-20, -0.4, 0, 3]) {
    const [drawn, ofZero] = tidy(() => {
      const amounts = new ZeroInflatedLogNormal(scalar(1), scalar(0.7), scalar(zeroLogit));
      return [amounts.sample(noise).dataSync(), exp(amounts.logProb(scalar(0))).dataSync()] as never;
    }) as [Float32Array, Float32Array];
    const zeros = drawn.filter((amount) => amount === 0).length;
    t.true(Math.abs(zeros / 2000 - ofZero[0]!) <= 1 / 2000, `${zeros} at ${zeroLogit}`);
    const low = drawn.filter((amount) => amount > 0 && amount < Math.E).length;
    t.true(Math.abs(low - (2000 - zeros) / 2) <= 1, `${low} at ${zeroLogit}`);
    t.deepEqual(drawn.toSorted(), drawn, 'ascending');
  }
});
