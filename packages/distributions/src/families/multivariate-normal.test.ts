import { sum, tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { product, quadrature } from '../testing/measures.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { type MomentRow, agreeAll, batched, familyReference } from '../testing/textbook.js';
import { klDivergence } from '../kl-divergence.js';
import { MultivariateNormal } from './multivariate-normal.js';
import { Normal } from './normal.js';

const plane = product(quadrature(-12, 12, 200), quadrature(-12, 12, 200));

conforms(test, {
  family: 'multivariateNormal',
  create: (loc, factor) => new MultivariateNormal(loc, factor),
  measures: [
    {
      parameters: [
        [0, 0],
        [
          [1, 0],
          [0, 1],
        ],
      ],
      points: plane,
    },
    {
      parameters: [
        [1, -0.5],
        [
          [1.5, 0],
          [-0.7, 0.4],
        ],
      ],
      points: plane,
    },
  ],
  rounding: () => 1e-6,
  pathwise: [0, 1],
  inside: [0, -1e30],
  outside: [Infinity, -Infinity],
  extremes: [
    {
      value: [1e10, -1e10],
      parameters: [
        [0, 0],
        [
          [1, 0],
          [0.999, 0.01],
        ],
      ],
    },
    {
      value: [0, 0],
      parameters: [
        [0, 0],
        [
          [1e-15, 0],
          [0, 1e15],
        ],
      ],
    },
  ],
});

divergenceConforms(test, {
  families: ['multivariateNormal', 'multivariateNormal'],
  create: (loc, factor, priorLoc, priorFactor) => [
    new MultivariateNormal(loc, factor),
    new MultivariateNormal(priorLoc, priorFactor),
  ],
});

divergenceConforms(test, {
  families: ['multivariateNormal', 'normal'],
  create: (loc, factor, priorLoc, priorScale) => [
    new MultivariateNormal(loc, factor),
    new Normal(priorLoc, priorScale),
  ],
});

divergenceConforms(test, {
  families: ['normal', 'multivariateNormal'],
  rows: familyReference('multivariateNormal').kl!['fromNormal']!,
  create: (loc, scale, priorLoc, priorFactor) => [
    new Normal(loc, scale),
    new MultivariateNormal(priorLoc, priorFactor),
  ],
});

test("the covariance is the peer's, and leads back to the factor", (t) => {
  for (const { parameters, covariance } of familyReference<{ moments: MomentRow[] }>('multivariateNormal')
    .moments) {
    tidy(() => {
      const [loc, factor] = batched(parameters);
      const distribution = new MultivariateNormal(loc!, factor!);
      agreeAll(t, distribution.covariance().dataSync(), covariance!, 'the covariance');
    });
  }
  const covariance = tensor([4, 2, 2, 5], [2, 2]);
  const found = MultivariateNormal.fromCovariance(tensor([0, 0]), covariance);
  t.deepEqual(Array.from(found.factor.dataSync()), [2, 0, 1, 2]);
});

test('any matrix is a valid parameter: the factor is its lower part, with exponentials on the diagonal', (t) => {
  const matrix = tensor([Math.log(2), 99, -3, Math.log(5)], [2, 2]);
  const { factor, logDiagonal } = MultivariateNormal.fromUnconstrained(tensor([0, 0]), matrix);
  agreeAll(t, factor.dataSync(), [2, 0, -3, 5], 'the factor');
  t.deepEqual(Array.from(logDiagonal.dataSync()), [Math.log(2), Math.log(5)].map(Math.fround));
});

test('with a diagonal factor it is the diagonal normal distribution', (t) => {
  const [loc, scale] = [tensor([0.3, -1]), tensor([2, 0.5])];
  const full = new MultivariateNormal(loc, tensor([2, 0, 0, 0.5], [2, 2]));
  const diagonal = new Normal(loc, scale);
  const value = tensor([1, -1.2]);
  agreeAll(t, full.logProb(value).dataSync(), sum(diagonal.logProb(value)).dataSync()[0]!, 'the density');
  t.true(Math.abs(klDivergence(full, diagonal).dataSync()[0]!) < 1e-6);
});
