import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { quadrature } from '../testing/measures.js';
import { Gamma } from './gamma.js';

conforms(test, {
  family: 'gamma',
  create: (logMean, concentration) => new Gamma(logMean, concentration),
  measures: [
    [0, 3],
    [-2, 10],
    [3, 200],
  ].map(([logMean, concentration]) => ({
    parameters: [logMean!, concentration!],
    points: quadrature(1e-6, Math.exp(logMean!) * (1 + 12 / Math.sqrt(concentration!)), 20_000),
  })),
  // log x - logMean is rounded where it is nearly 0, and so is its product with the concentration.
  rounding: (_, logMean, concentration) =>
    6e-8 * (1 + Math.abs(logMean as number)) * (concentration as number),
  samples: 4000,
  pathwise: [0, 1],
  inside: [1e-30, 1, 1e30],
  outside: [0, -1, Infinity],
  extremes: [
    { value: 1e-30, parameters: [0, 1e-6] },
    { value: 1, parameters: [0, 1e8] },
    { value: 1e20, parameters: [40, 0.1] },
  ],
});

divergenceConforms(test, {
  families: ['gamma', 'gamma'],
  samples: 5000,
  create: (q, qc, p, pc) => [new Gamma(q, qc), new Gamma(p, pc)],
});
