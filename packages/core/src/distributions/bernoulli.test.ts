import { tensor1d } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { Bernoulli } from './bernoulli.js';

const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));

/** log(1 + exp(logit)) without overflow. */
const softplus = (logit: number): number => Math.max(logit, 0) + Math.log1p(Math.exp(-Math.abs(logit)));

const outcomes = (logit: number) => ({
  parameters: [logit],
  points: [0, 1].map((value) => ({ value, weight: 1 })),
});

conforms(test, {
  family: 'bernoulli',
  create: (logits) => new Bernoulli(logits),
  parameters: [0, 0.3, -1, 1e-4, 5, -5, 10, -10, 20, -20, 87, -87, 1000, -1000].map((logit) => [logit]),
  values: () => [0, 1, 0.25, 0.9],
  logProb: (value, logit) => -value * softplus(-logit) - (1 - value) * softplus(logit),
  gradient: (value, logit) => [value * sigmoid(-logit) - (1 - value) * sigmoid(logit)],
  mean: (logit) => sigmoid(logit),
  variance: (logit) => sigmoid(logit) * sigmoid(-logit),
  measures: [outcomes(0), outcomes(-2), outcomes(3)],
  inside: [0, 1, 0.5],
  outside: [-1e-7, 1.0000001, Infinity],
});

test('a sample is 1 where the noise falls below the probability', (t) => {
  const logits = tensor1d([0, 0, Math.log(3), -1000, 1000]);
  const noise = tensor1d([0.49, 0.5, 0.74, 0, 1 - 2 ** -24]);
  const samples = new Bernoulli(logits).sample(noise);
  t.deepEqual(Array.from(samples.dataSync()), [1, 0, 1, 0, 1]);
  t.is(samples.dtype, 'float32');
});
