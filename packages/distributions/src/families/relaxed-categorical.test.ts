import { exp, moments, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { conforms } from '../testing/distribution-conformance.js';
import { quadrature, unitQuadrature } from '../testing/measures.js';
import { type LogProbRow, type MomentRow, batched, familyReference, noise } from '../testing/textbook.js';
import { familyDistribution, priorDistribution } from '../registry.js';
import { LogRelaxedCategorical, RelaxedCategorical } from './relaxed-categorical.js';

// For two categories, the density is a function of the first element.
const segment = unitQuadrature().map(({ value, weight }) => ({
  value: [value as number, 1 - (value as number)],
  weight,
}));

// By dx / (x1 x2) along the segment, which is a step of the logit.
const logSegment = quadrature(-30, 30).map(({ value, weight }) => ({
  value: [-1, 1].map((sign) => -Math.log1p(Math.exp(sign * (value as number)))),
  weight,
}));

conforms(test, {
  family: 'relaxedCategorical',
  create: (logits, temperature) => new RelaxedCategorical(logits, temperature),
  measures: [
    { parameters: [[0, 0], 0.9], points: segment },
    { parameters: [[1, -0.5], 2], points: segment },
  ],
  hasMoments: false,
  pathwise: [0, 1],
  inside: [1e-30, 0.5],
  outside: [0, 1, Infinity],
  extremes: [
    { value: [1e-30, 1], parameters: [[0, 0], 0.1] },
    { value: [0.5, 0.5], parameters: [[-1e5, 1e5], 10] },
    { value: [1e-38, 1e-20, 1], parameters: [[1e3, 0, -1e3], 1e-3] },
  ],
});

const { log, logMoments } = familyReference<{ log: LogProbRow[]; logMoments: MomentRow[] }>(
  'relaxedCategorical',
);

conforms(test, {
  family: 'logRelaxedCategorical',
  peer: { logProb: log },
  create: (logits, temperature) => new LogRelaxedCategorical(logits, temperature),
  measures: [
    [[0, 0], 0.9],
    [[1, -0.5], 2],
    [[-1, 0.3], 0.5],
  ].map((parameters) => ({ parameters, points: logSegment })),
  pathwise: [0, 1],
  inside: [0, -0.5, -1e30],
  outside: [1e-7, -Infinity],
  extremes: [
    { value: [-1e4, 0], parameters: [[0, 0], 0.1] },
    { value: [-1e30, 0], parameters: [[1e5, -1e5], 10] },
    { value: [0, -1e4, -1e4], parameters: [[-1e3, 0, 1e3], 1e-3] },
  ],
});

test('the mean of the logarithms is the integral, to a hundredth of a standard deviation', (t) => {
  for (const { parameters, mean } of logMoments) {
    tidy(() => {
      const [logits, temperature] = batched(parameters);
      const distribution = new LogRelaxedCategorical(logits!, temperature!);
      const [means, variances] = [distribution.mean().dataSync(), distribution.variance().dataSync()];
      (mean as readonly number[]).forEach((expected, category) => {
        const off = (means[category]! - expected) / Math.sqrt(variances[category]!);
        t.true(Math.abs(off) < 0.01, `${off} of ${expected} at ${category}, ${JSON.stringify(parameters)}`);
      });
    });
  }
});

test('means and variances of ten categories are those of samples', (t) => {
  tidy(() => {
    const logits = [0, 1, -1, 2, 0.5, -2, 1.5, 0, 0.3, -0.4];
    const distribution = new LogRelaxedCategorical(tensor([logits]), tensor([2 / 3]));
    const samples = distribution.sample(noise('standardGumbel', [40_000, 10]));
    const drawn = moments(samples, 0);
    const [means, variances] = [drawn.mean.dataSync(), drawn.variance.dataSync()];
    distribution
      .mean()
      .dataSync()
      .forEach((value, category) => {
        const off = Math.abs(value - means[category]!) / Math.sqrt(variances[category]!);
        t.true(off < 0.01 + 4 / Math.sqrt(40_000), `${off} at ${category}`);
      });
    distribution
      .variance()
      .dataSync()
      .forEach((value, category) => t.true(Math.abs(value / variances[category]! - 1) < 0.1));
  });
});

test('the largest element is a category with the frequency of its probability', (t) => {
  tidy(() => {
    const relaxed = new RelaxedCategorical(tensor([[0, 1, -1]]), tensor([0.7]));
    const samples = relaxed.sample(noise('standardGumbel', [20_000, 3])).arraySync() as number[][];
    const shares = [0, 1, 2].map(
      (category) =>
        samples.filter((sample) => sample[category] === Math.max(...sample)).length / samples.length,
    );
    relaxed
      .probs()
      .dataSync()
      .forEach((probability, category) => {
        t.true(Math.abs(shares[category]! - probability) < 4 * Math.sqrt(0.25 / 20_000));
      });
    t.true(samples.every((sample) => Math.abs(sample.reduce((a, b) => a + b) - 1) < 1e-5));
  });
});

test('a prior has equally likely categories; the parameters of a posterior are logits and temperature', (t) => {
  const prior = priorDistribution({ name: 'logRelaxedCategorical', temperature: 1, categories: 4 });
  const posterior = familyDistribution('logRelaxedCategorical', [
    tensor([[0, 0, 0, 0]]),
    tensor([Math.log(0.5)]),
  ]);
  const value = posterior.sample(noise(posterior.noise, [1, 4]));
  t.deepEqual(prior.logProb(value).shape, [1]);
  t.true(Math.abs(sum(exp(value)).dataSync()[0]! - 1) < 1e-6);
  t.deepEqual(Array.from(prior.probs!().dataSync()), [0.25, 0.25, 0.25, 0.25]);
  for (const categories of [1, 2.5]) {
    t.throws(() => priorDistribution({ name: 'logRelaxedCategorical', categories }), {
      message: `The prior "logRelaxedCategorical" has categories: ${categories}.`,
    });
  }
});

test('its discrete values are draws of the categorical distribution with the same logits', (t) => {
  const logits = tensor([
    [1, 0, -1],
    [0, 2, 0.5],
  ]);
  const noise = tensor([
    [0.1, 1.3, 0],
    [3, 0.2, 1],
  ]);
  for (const relaxed of [
    new RelaxedCategorical(logits, tensor(0.3)),
    new LogRelaxedCategorical(logits, tensor(0.3)),
  ]) {
    const { distribution, discrete, relaxed: units } = relaxed.discretized();
    t.is(distribution.family, 'categorical');
    const drawn = discrete(relaxed.sample(noise));
    t.deepEqual([...drawn.dataSync()], [0, 1, 0, 1, 0, 0]);
    t.deepEqual([...drawn.dataSync()], [...distribution.sample(noise).dataSync()]);
    t.deepEqual([...discrete(units(drawn)).dataSync()], [...drawn.dataSync()]);
  }
});
