import { type Tensor, grads, sum, tensor1d, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { unitQuadrature } from '../testing/measures.js';
import { type LogProbRow, agree, batched, familyReference, noise } from '../testing/textbook.js';
import { mean } from '../testing/statistics.js';
import { familyDistribution, priorDistribution } from './families.js';
import { LogitRelaxedBernoulli, RelaxedBernoulli } from './relaxed-bernoulli.js';

conforms(test, {
  family: 'relaxedBernoulli',
  create: (logits, temperature) => new RelaxedBernoulli(logits, temperature),
  measures: [
    [0, 0.9],
    [1, 0.8],
    [-0.5, 2],
    [2, 3],
  ].map((parameters) => ({ parameters, points: unitQuadrature() })),
  rounding: () => 1e-5,
  inside: [1e-30, 0.5],
  outside: [0, 1, Infinity],
});

const { logit: rows } = familyReference<{ logit: LogProbRow[] }>('relaxedBernoulli');

test('the density of the logit is exact and finite, in the tails too, and so are its gradients', (t) => {
  t.true(rows.length >= 40);
  for (const { value, parameters, logProb, gradient } of rows) {
    const at = tensor1d([value as number]);
    const density = (...given: Tensor[]): Tensor =>
      new LogitRelaxedBernoulli(given[0]!, given[1]!).logProb(at);
    const what = `${value as number} at ${parameters.join()}`;
    agree(t, density(...batched(parameters)).dataSync()[0]!, logProb, what, 1e-6);
    grads((...given: Tensor[]) => sum(density(...given)))(batched(parameters)).forEach((slope, index) =>
      agree(t, slope.dataSync()[0]!, gradient[index] as number, `by ${index}, ${what}`, 1e-6),
    );
  }
});

test('the logit has the moments and the entropy of a logistic distribution', (t) => {
  const logit = new LogitRelaxedBernoulli(tensor1d([1.5]), tensor1d([0.5]));
  const samples = tidy(
    () => logit.sample(noise('standardLogistic', [100_000])).dataSync() as never,
  ) as Float32Array;
  const deviation = Math.sqrt(logit.variance().dataSync()[0]!);
  t.true(Math.abs(mean(samples) - 3) < (4 * deviation) / Math.sqrt(100_000));
  t.true(Math.abs(deviation - (Math.PI / Math.sqrt(3)) * 2) < 1e-5);
  const surprise = tidy(() => logit.logProb(tensor1d(samples)).dataSync() as never) as Float32Array;
  t.true(Math.abs(logit.entropy().dataSync()[0]! + mean(surprise)) < 0.02);
});

test('as a prior it takes logits and a positive temperature', (t) => {
  const prior = priorDistribution({ name: 'logitRelaxedBernoulli', logits: 2, temperature: 0.25 });
  t.is(prior.mean().dataSync()[0], 8);
  t.throws(() => priorDistribution({ name: 'relaxedBernoulli', temperature: 0 }), {
    message: /temperature: 0/,
  });
});

test('a graph states it by logits and the logarithm of a temperature', (t) => {
  const parameters = [tensor1d([2]), tensor1d([Math.log(0.25)])];
  t.true(Math.abs(familyDistribution('logitRelaxedBernoulli', parameters).mean().dataSync()[0]! - 8) < 1e-5);
});
