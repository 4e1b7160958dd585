import { type Tensor, grad, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import { meanOf, varianceOf } from '../distribution.js';
import test from 'ava';

import { RandomStream } from '@helmholtz/base';
import { noiseSource } from '../random/noise.js';
import { conforms } from '../testing/distribution-conformance.js';
import { counts, product, quadrature } from '../testing/measures.js';
import { mean, variance } from '@helmholtz/testing/statistics';
import { Bernoulli } from './bernoulli.js';
import { Categorical } from './categorical.js';
import { Heterogeneous } from './heterogeneous.js';
import { Laplace } from './laplace.js';
import { Normal } from './normal.js';
import { Poisson } from './poisson.js';
import { StudentT } from './student-t.js';
import '@helmholtz/testing/cpu-backend';

/** Real numbers, counts, and categories in one-hot form, each with each. */
const tableOfRows = product(quadrature(-12, 14, 260), counts(14)).flatMap(({ value, weight }) =>
  [0, 1, 2].map((kind) => ({
    value: [...(value as readonly number[]), ...[0, 1, 2].map((other) => Number(other === kind))],
    weight,
  })),
);

conforms(test, {
  family: 'heterogeneous',
  create: (loc, scale, logRate, logits) =>
    new Heterogeneous([
      { size: 1, distribution: new Normal(loc, scale) },
      { size: 1, distribution: new Poisson(logRate) },
      { size: 3, distribution: new Categorical(logits) },
    ]),
  measures: [
    [[0.5], [2], [0.2], [0, 1, 2]],
    [[-2], [0.3], [0.7], [-3, 0, 0.5]],
  ].map((parameters) => ({ parameters, points: tableOfRows })),
  pathwise: [0, 1],
  inside: [0, -1e30],
  outside: [Infinity, -Infinity],
  extremes: [{ value: [1e10, 1e6, 0, 0, 1], parameters: [[0], [1e-3], [-20], [1e5, 0, -1e5]] }],
});

const numbers = (array: Tensor): number[] => Array.from(array.dataSync());

/** Two rows of parameters: real, count, binary, and a category of three. */
function table(loc = tensor([0.5, -2], [2, 1])): Heterogeneous {
  return new Heterogeneous([
    { size: 1, distribution: new Normal(loc, tensor(2)) },
    { size: 1, distribution: new Poisson(tensor([1, 0.2], [2, 1])) },
    { size: 1, distribution: new Bernoulli(tensor([0.3, -1], [2, 1])) },
    { size: 3, distribution: new Categorical(tensor([0, 1, 2, 0.5, 0.5, -3], [2, 3])) },
  ]);
}

const rows = [
  [1.5, 3, 1, 0, 0, 1],
  [-4, 0, 0, 1, 0, 0],
];

const softmax = (logits: readonly number[]): number[] => {
  const weights = logits.map(Math.exp);
  return weights.map((weight) => weight / weights.reduce((total, other) => total + other));
};

test('log p of a row is the sum over its columns, each by its own family', (t) => {
  const normal = (x: number, loc: number): number =>
    -(((x - loc) / 2) ** 2) / 2 - Math.log(2) - Math.log(2 * Math.PI) / 2;
  const expected = [
    normal(1.5, 0.5) +
      (3 * 1 - Math.exp(1) - Math.log(6)) -
      Math.log1p(Math.exp(-0.3)) +
      Math.log(softmax([0, 1, 2])[2]!),
    normal(-4, -2) - Math.exp(0.2) - Math.log1p(Math.exp(-1)) + Math.log(softmax([0.5, 0.5, -3])[0]!),
  ];
  const logProb = table().logProb(tensor(rows));
  t.deepEqual(logProb.shape, [2]);
  numbers(logProb).forEach((value, index) => t.true(Math.abs(value - expected[index]!) < 1e-5));
});

test('log p of the same rows for several samples of parameters', (t) => {
  const samples = new Heterogeneous([
    { size: 1, distribution: new Normal(tensor([1, 2, 3, 4, 5, 6], [3, 2, 1]), tensor(1)) },
    { size: 1, distribution: new Bernoulli(tensor([0, 0], [2, 1])) },
  ]);
  t.deepEqual(
    samples.logProb(
      tensor([
        [1, 0],
        [2, 1],
      ]),
    ).shape,
    [3, 2],
  );
});

test('gradients reach the parameters of a column', (t) => {
  const slope = grad((loc: Tensor) => sum(table(loc).logProb(tensor(rows))))(tensor([0.5, -2], [2, 1]));
  const expected = [(1.5 - 0.5) / 4, (-4 + 2) / 4];
  numbers(slope).forEach((value, index) => t.true(Math.abs(value - expected[index]!) < 1e-6));
});

test('mean and variance are those of the columns, side by side', (t) => {
  const [first] = [softmax([0, 1, 2])];
  const p = 1 / (1 + Math.exp(-0.3));
  const means = [0.5, Math.E, p, ...first];
  const variances = [4, Math.E, p * (1 - p), ...first.map((q) => q * (1 - q))];
  const close = (computed: number[], expected: number[]): void =>
    expected.forEach((value, index) => t.true(Math.abs(computed[index]! - value) < 1e-5));
  close(numbers(meanOf(table())), means);
  close(numbers(varianceOf(table())), variances);
});

test('draws from uniform noise have the moments of each family, whatever noise source the family has', (t) => {
  const draws = 20_000;
  const at = (value: number): Tensor => tensor([value]);
  const families = new Heterogeneous([
    { size: 1, distribution: new Normal(at(1), at(3)) },
    { size: 1, distribution: new Laplace(at(-2), at(0.5)) },
    { size: 1, distribution: new StudentT(at(7), at(1), at(2)) },
    { size: 1, distribution: new Poisson(at(1.2)) },
    { size: 1, distribution: new Bernoulli(at(0.8)) },
    { size: 2, distribution: new Categorical(tensor([0, 1])) },
  ]);
  const elements = 7;
  const uniform = new Float32Array(draws * elements);
  noiseSource(families.noise).fill(uniform, new RandomStream(0, 'columns'));
  const drawn = tidy(() => numbers(families.sample(tensor(uniform, [draws, elements]))));
  const [means, variances] = tidy(() => [numbers(meanOf(families)), numbers(varianceOf(families))]);
  for (let element = 0; element < elements; element++) {
    const values = drawn.filter((_, index) => index % elements === element);
    const error = Math.abs(mean(values) - means[element]!) / Math.sqrt(variances[element]!);
    t.true(error < 5 / Math.sqrt(draws), `the mean of element ${element}, off by ${error}`);
    const ratio = variance(values) / variances[element]!;
    t.true(Math.abs(ratio - 1) < 0.1, `the variance of element ${element}, off by ${ratio}`);
  }
});
