import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { Beta } from './beta.js';

conforms(test, {
  family: 'beta',
  create: (concentration1, concentration0) => new Beta(concentration1, concentration0),
  measures: [
    [1.5, 2],
    [2, 5],
    [30, 4],
    [90, 110],
    [7, 80],
  ].map((parameters) => ({ parameters, points: quadrature(1e-7, 1 - 1e-7, 20_000) })),
  // The terms of the entropy cancel where concentrations are large.
  rounding: (_, concentration1, concentration0) =>
    4e-8 * ((concentration1 as number) + (concentration0 as number)),
  samples: 4000,
  pathwise: [0, 1],
  inside: [1e-30, 0.5, 1 - 2 ** -24],
  outside: [0, 1, -0.5, Infinity],
  extremes: [
    { value: 0.5, parameters: [1e-10, 1e-10] },
    { value: 1e-20, parameters: [1e6, 1e-6] },
    { value: 0.3, parameters: [1e8, 1e8] },
  ],
});

divergenceConforms(test, {
  families: ['beta', 'beta'],
  samples: 5000,
  create: (q1, q0, p1, p0) => [new Beta(q1, q0), new Beta(p1, p0)],
  rounding: (...concentrations) => 1e-6 + 2e-7 * Math.max(...(concentrations as number[])),
});
