import { exp, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { unitQuadrature } from '../testing/measures.js';
import { type LogProbRow, agree, batched, familyReference, noise } from '../testing/textbook.js';
import { familyDistribution, priorDistribution } from './families.js';
import { LogRelaxedCategorical, RelaxedCategorical } from './relaxed-categorical.js';

// Of two categories: a density of the first alone.
const segment = unitQuadrature().map(({ value, weight }) => ({
  value: [value as number, 1 - (value as number)],
  weight,
}));

conforms(test, {
  family: 'relaxedCategorical',
  create: (logits, temperature) => new RelaxedCategorical(logits, temperature),
  measures: [
    { parameters: [[0, 0], 0.9], points: segment },
    { parameters: [[1, -0.5], 2], points: segment },
  ],
  momentsAreApproximate: true,
  rounding: () => 1e-4,
  inside: [1e-30, 0.5],
  outside: [0, 1, Infinity],
});

test('the density of the logarithms is exact where values themselves would round to 0', (t) => {
  const { log: rows } = familyReference<{ log: LogProbRow[] }>('relaxedCategorical');
  t.true(rows.length >= 40);
  for (const { value, parameters, logProb } of rows) {
    const [logits, temperature] = batched(parameters);
    const distribution = new LogRelaxedCategorical(logits!, temperature!);
    const [computed] = distribution.logProb(tensor([value] as readonly number[])).dataSync();
    agree(t, computed!, logProb, JSON.stringify({ value, parameters }), 1e-4);
  }
});

test('the largest element is a category as often as its probability says', (t) => {
  tidy(() => {
    const relaxed = new RelaxedCategorical(tensor([[0, 1, -1]]), tensor([0.7]));
    const samples = relaxed.sample(noise('standardGumbel', [20_000, 3])).arraySync() as number[][];
    const shares = [0, 1, 2].map(
      (category) =>
        samples.filter((sample) => sample[category] === Math.max(...sample)).length / samples.length,
    );
    relaxed
      .mean()
      .dataSync()
      .forEach((probability, category) => {
        t.true(Math.abs(shares[category]! - probability) < 4 * Math.sqrt(0.25 / 20_000));
      });
    t.true(samples.every((sample) => Math.abs(sample.reduce((a, b) => a + b) - 1) < 1e-5));
  });
});

test('a prior of equally likely categories fits any number of them, and a posterior states its logits and its temperature', (t) => {
  const prior = priorDistribution({ name: 'logRelaxedCategorical', temperature: 1 });
  const posterior = familyDistribution('logRelaxedCategorical', [
    tensor([[0, 0, 0, 0]]),
    tensor([Math.log(0.5)]),
  ]);
  const value = posterior.sample(noise(posterior.noise, [1, 4]));
  t.deepEqual(prior.logProb(value).shape, [1]);
  t.true(Math.abs(sum(exp(value)).dataSync()[0]! - 1) < 1e-6);
});
