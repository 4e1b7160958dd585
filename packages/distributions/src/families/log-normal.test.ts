import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { LogNormal } from './log-normal.js';

conforms(test, {
  family: 'logNormal',
  create: (loc, scale) => new LogNormal(loc, scale),
  measures: [
    [0, 0.5],
    [-2, 0.2],
    [3, 0.4],
  ].map(([loc, scale]) => ({
    parameters: [loc!, scale!],
    points: quadrature(Math.exp(loc! - 6 * scale!), Math.exp(loc! + 6 * scale!), 20_000),
  })),
  pathwise: [0, 1],
  inside: [1e-30, 1, 1e30],
  outside: [0, -1, Infinity],
  extremes: [
    { value: 1e-30, parameters: [50, 0.01] },
    { value: 1e30, parameters: [-50, 100] },
  ],
});

divergenceConforms(test, {
  families: ['logNormal', 'logNormal'],
  create: (loc, scale, priorLoc, priorScale) => [
    new LogNormal(loc, scale),
    new LogNormal(priorLoc, priorScale),
  ],
});
