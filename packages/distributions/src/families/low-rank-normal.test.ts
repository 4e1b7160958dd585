import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { product, quadrature } from '../testing/measures.js';
import { agreeAll } from '../testing/textbook.js';
import { LowRankNormal } from './low-rank-normal.js';
import { Normal } from './normal.js';

const plane = product(quadrature(-12, 12, 200), quadrature(-12, 12, 200));

conforms(test, {
  family: 'lowRankNormal',
  create: (loc, scale, directions) => new LowRankNormal(loc, scale, directions),
  measures: [
    { parameters: [[0, 0], [1, 1.5], [[0.8, -0.5]]], points: plane },
    {
      parameters: [
        [1, -0.5],
        [1.2, 0.7],
        [
          [0.4, 0.9],
          [-1, 0.3],
        ],
      ],
      points: plane,
    },
  ],
  rounding: () => 1e-6,
  pathwise: [0, 1, 2],
  inside: [0, -1e30],
  outside: [Infinity, -Infinity],
  extremes: [
    { value: [0, 0], parameters: [[0, 0], [1, 1], [[0, 0]]] },
    { value: [1, -1], parameters: [[0, 0], [1e-3, 1e3], [[1e4, -1e4]]] },
  ],
});

divergenceConforms(test, {
  families: ['lowRankNormal', 'normal'],
  create: (loc, scale, directions, priorLoc, priorScale) => [
    new LowRankNormal(loc, scale, directions),
    new Normal(priorLoc, priorScale),
  ],
});

test('without a direction it is the diagonal normal distribution', (t) => {
  const [loc, scale, noise] = [tensor([0.3, -1]), tensor([2, 0.5]), tensor([0.7, 1.2])];
  const normal = new LowRankNormal(loc, scale, tensor([[0, 0]]));
  const diagonal = new Normal(loc, scale);
  agreeAll(t, normal.sample(noise).dataSync(), [...diagonal.sample(noise).dataSync()], 'the draw');
  agreeAll(t, normal.variance().dataSync(), [4, 0.25], 'the variance');
});
