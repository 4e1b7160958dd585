import { scalar, tensor1d, tidy } from '@tensorflow/tfjs-core';
import { meanOf } from '../distribution.js';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature, unitQuadrature } from '../testing/measures.js';
import { type LogProbRow, familyReference, noise } from '../testing/textbook.js';
import { mean } from '@helmholtz/testing/statistics';
import { familyDistribution, priorDistribution } from '../registry.js';
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
  pathwise: [0, 1],
  inside: [1e-30, 0.5],
  outside: [0, 1, Infinity],
  extremes: [
    { value: 1e-37, parameters: [0, 0.1] },
    { value: 1 - 2 ** -24, parameters: [-1e20, 2] },
    { value: 0.3, parameters: [1e10, 1e-10] },
  ],
});

const { logit: rows } = familyReference<{ logit: LogProbRow[] }>('relaxedBernoulli');

conforms(test, {
  family: 'logitRelaxedBernoulli',
  peer: { logProb: rows },
  create: (logits, temperature) => new LogitRelaxedBernoulli(logits, temperature),
  measures: [
    [0, 0.9],
    [1, 0.8],
    [-0.5, 2],
    [2, 3],
  ].map((parameters) => ({ parameters, points: quadrature(-30, 30) })),
  rounding: () => 1e-7,
  pathwise: [0, 1],
  inside: [0, -1e30],
  outside: [Infinity, -Infinity],
  extremes: [
    { value: 1e30, parameters: [0, 1] },
    { value: -1e10, parameters: [1e20, 1e-10] },
    { value: 0, parameters: [-1e30, 1e10] },
  ],
});

test('the probability of 1 is the probability of a value above one half', (t) => {
  const logits = [-3, 0, 0.7];
  const relaxed = new RelaxedBernoulli(tensor1d(logits), tensor1d([0.2, 1, 3]));
  const samples = relaxed.sample(noise('standardLogistic', [20_000, 3])).arraySync() as number[][];
  const probs = relaxed.probs().dataSync();
  logits.forEach((logit, index) => {
    const above = samples.filter((sample) => sample[index]! > 0.5).length / samples.length;
    t.true(Math.abs(probs[index]! - 1 / (1 + Math.exp(-logit))) < 1e-6);
    t.true(Math.abs(above - probs[index]!) < 4 * Math.sqrt(0.25 / 20_000));
  });
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
  t.is(meanOf(prior).dataSync()[0], 8);
  t.throws(() => priorDistribution({ name: 'relaxedBernoulli', temperature: 0 }), {
    message: /temperature: 0/,
  });
});

test('in a graph, its parameters are logits and the logarithm of the temperature', (t) => {
  const parameters = [tensor1d([2]), tensor1d([Math.log(0.25)])];
  t.true(Math.abs(meanOf(familyDistribution('logitRelaxedBernoulli', parameters)).dataSync()[0]! - 8) < 1e-5);
});

test('its discrete values are draws of the Bernoulli distribution with the same logits', (t) => {
  const logits = tensor1d([-2, 0.3, 1.5]);
  const noise = tensor1d([1.9, -0.2, -1.6]);
  for (const temperature of [0.1, 2 / 3]) {
    for (const relaxed of [
      new RelaxedBernoulli(logits, scalar(temperature)),
      new LogitRelaxedBernoulli(logits, scalar(temperature)),
    ]) {
      const { distribution, discrete, relaxed: units } = relaxed.discretized();
      t.is(distribution.family, 'bernoulli');
      t.deepEqual([...distribution.mean!().dataSync()], [...relaxed.probs().dataSync()]);
      const drawn = discrete(relaxed.sample(noise));
      t.deepEqual([...drawn.dataSync()], [0, 1, 0]);
      t.deepEqual([...discrete(units(drawn)).dataSync()], [0, 1, 0]);
    }
  }
});
