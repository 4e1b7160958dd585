import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { Categorical } from './categorical.js';

const oneHot = (category: number, categories: number): number[] =>
  Array.from({ length: categories }, (_, index) => Number(index === category));

conforms(test, {
  family: 'categorical',
  create: (logits) => new Categorical(logits),
  measures: [
    [0, 0, 0, 0, 0, 0],
    [1, -2, 0.5, 3, 0, 1],
    [-4, 0, 1, 2, 2, -1],
  ].map((logits) => ({
    parameters: [logits],
    points: logits.map((_, category) => ({ value: oneHot(category, logits.length), weight: 1 })),
  })),
  rounding: () => 1e-7,
  pathwise: [],
  inside: [0, 1],
  outside: [0.5, 2, -1, Infinity],
  extremes: [{ value: [1, 0, 0], parameters: [[-1e10, 0, 1e10]] }],
});

divergenceConforms(test, {
  families: ['categorical', 'categorical'],
  create: (q, p) => [new Categorical(q), new Categorical(p)],
});

test('a sample is the category that noise makes the largest', (t) => {
  const logits = tensor([[0, 1, 2]]);
  const noise = tensor([0, 0, 0, 5, 1, 1, 0, 2, 0.5], [3, 3]);
  t.deepEqual(new Categorical(logits).sample(noise).arraySync(), [oneHot(2, 3), oneHot(0, 3), oneHot(1, 3)]);
});
