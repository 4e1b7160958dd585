import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { unitQuadrature } from '../testing/measures.js';
import { Dirichlet } from './dirichlet.js';

// For two elements, the density is a function of the first.
const segment = unitQuadrature().map(({ value, weight }) => ({
  value: [value as number, 1 - (value as number)],
  weight,
}));

conforms(test, {
  family: 'dirichlet',
  create: (concentration) => new Dirichlet(concentration),
  measures: [
    [2, 3],
    [0.9, 1.5],
    [30, 10],
  ].map((concentration) => ({
    parameters: [concentration],
    points: segment,
  })),
  // log x - log mean is rounded where it is nearly 0, and so are its products.
  rounding: () => 2e-6,
  samples: 4000,
  pathwise: [0],
  inside: [1e-30, 0.5],
  outside: [0, 1, Infinity],
  extremes: [
    { value: [1e-30, 1], parameters: [[0.01, 0.01]] },
    { value: [0.5, 0.5], parameters: [[1e6, 1e6]] },
    { value: [1e-38, 1e-20, 1], parameters: [[1e-3, 1, 1e3]] },
  ],
});

divergenceConforms(test, {
  families: ['dirichlet', 'dirichlet'],
  samples: 5000,
  create: (q, p) => [new Dirichlet(q), new Dirichlet(p)],
});
