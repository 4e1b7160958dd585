import { tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature } from '../testing/measures.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { Laplace } from './laplace.js';
import { Normal } from './normal.js';

conforms(test, {
  family: 'laplace',
  create: (loc, scale) => new Laplace(loc, scale),
  measures: [
    [0, 1],
    [-2, 0.5],
    [10, 4],
  ].map(([loc, scale]) => ({
    parameters: [loc!, scale!],
    points: quadrature(loc! - 20 * scale!, loc! + 20 * scale!, 8000),
  })),
  pathwise: [0, 1],
  inside: [0, -1e30],
  outside: [Infinity, -Infinity],
  extremes: [
    { value: 1e15, parameters: [-1e15, 1e-8] },
    { value: 0, parameters: [0, 1e-15] },
    { value: 1e10, parameters: [0, 1e15] },
  ],
});

divergenceConforms(test, {
  families: ['laplace', 'laplace'],
  create: (loc, scale, priorLoc, priorScale) => [new Laplace(loc, scale), new Laplace(priorLoc, priorScale)],
});

divergenceConforms(test, {
  families: ['laplace', 'normal'],
  create: (loc, scale, priorLoc, priorScale) => [new Laplace(loc, scale), new Normal(priorLoc, priorScale)],
});

divergenceConforms(test, {
  families: ['normal', 'laplace'],
  create: (loc, logVariance, priorLoc, priorScale) => [
    Normal.fromLogVariance(loc, logVariance),
    new Laplace(priorLoc, priorScale),
  ],
});

test('a sample is loc + scale * noise', (t) => {
  const samples = new Laplace(tensor1d([1, 2]), tensor1d([0.5, 10])).sample(tensor1d([-2, 1]));
  t.deepEqual(Array.from(samples.dataSync()), [0, 12]);
});
