import { tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { counts } from '../testing/measures.js';
import { divergenceConforms } from '../testing/divergence-conformance.js';
import { Bernoulli } from './bernoulli.js';

conforms(test, {
  family: 'bernoulli',
  create: (logits) => new Bernoulli(logits),
  measures: [0, -2, 3].map((logit) => ({ parameters: [logit], points: counts(2) })),
  pathwise: [],
  inside: [0, 1, 0.5],
  outside: [-1e-7, 1.0000001, Infinity],
  extremes: [-1e30, -100, 100, 1e30].map((logit) => ({ value: 0.3, parameters: [logit] })),
});

divergenceConforms(test, {
  families: ['bernoulli', 'bernoulli'],
  create: (q, p) => [new Bernoulli(q), new Bernoulli(p)],
});

test('the entropy is exact where one of the two is nearly certain, too', (t) => {
  const logits = [-60, -15, -2, -0.01, 0, 1, 15, 30, 80];
  const entropies = new Bernoulli(tensor1d(logits)).entropy().dataSync();
  logits.forEach((logit, index) => {
    const rest = 1 / (1 + Math.exp(Math.abs(logit)));
    const expected = -rest * Math.log(rest) - (1 - rest) * Math.log1p(-rest);
    t.true(Math.abs(entropies[index]! / expected - 1) < 1e-6, `${entropies[index]} for ${expected}`);
  });
});

test('a sample is 1 where the noise falls below the probability', (t) => {
  const logits = tensor1d([0, 0, Math.log(3), -1000, 1000]);
  const noise = tensor1d([0.49, 0.5, 0.74, 0, 1 - 2 ** -24]);
  const samples = new Bernoulli(logits).sample(noise);
  t.deepEqual(Array.from(samples.dataSync()), [1, 0, 1, 0, 1]);
  t.is(samples.dtype, 'float32');
});
