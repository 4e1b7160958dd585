import { type Tensor, grad, sum, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { product, quadrature } from '../testing/measures.js';
import { familyDistribution } from '../registry.js';
import { NormalMixture } from './normal-mixture.js';

const plane = product(quadrature(-15, 15, 300), quadrature(-15, 15, 300));

conforms(test, {
  family: 'normalMixture',
  create: (logits, loc, scale) => new NormalMixture(logits, loc, scale),
  measures: [
    {
      parameters: [
        [0, 0],
        [
          [0, 0],
          [1, 2],
        ],
        [
          [1, 1],
          [0.5, 2],
        ],
      ],
      points: plane,
    },
    {
      parameters: [
        [1, -1, 0.3],
        [
          [-3, 0.1],
          [0, 0],
          [4, -2],
        ],
        [
          [0.4, 1],
          [1, 0.3],
          [1, 1],
        ],
      ],
      points: plane,
    },
    {
      parameters: [
        [0.7, 0],
        [[-2], [3]],
        [[1], [0.5]],
      ],
      points: quadrature(-10, 10).map(({ value, weight }) => ({ value: [value as number], weight })),
    },
  ],
  rounding: () => 1e-6,
  pathwise: [1, 2],
  inside: [0, -1e30],
  outside: [Infinity, -Infinity],
  extremes: [
    {
      value: [1e15, 0],
      parameters: [
        [0, -1e3],
        [
          [0, 0],
          [1, 1],
        ],
        [
          [1e-2, 1],
          [1, 1],
        ],
      ],
    },
  ],
});

test('a value far from all components has density 0, and does not change others of the batch', (t) => {
  const mixture = new NormalMixture(tensor([0, 0]), tensor([0, 1], [2, 1]), tensor([1, 2], [2, 1]));
  const values = tensor([1e20, 0.5], [2, 1]);
  const [far, near] = mixture.logProb(values).dataSync();
  t.is(far, -Infinity);
  t.true(Number.isFinite(near));
  const slope = grad((x: Tensor) => sum(mixture.logProb(x)))(values);
  t.true(slope.dataSync().every(Number.isFinite));
});

test('each component is chosen by its share of the first number of noise', (t) => {
  const mixture = familyDistribution('normalMixture', [
    tensor([Math.log(1), Math.log(3)]),
    tensor([-10, 10], [2, 1]),
    tensor([-40, -40], [2, 1]),
  ]);
  const samples = mixture.sample(tensor([0, 0.24, 0.26, 0.5, 1 - 2 ** -24], [5, 1]));
  t.deepEqual(Array.from(samples.dataSync(), Math.round), [-10, -10, 10, 10, 10]);
});
