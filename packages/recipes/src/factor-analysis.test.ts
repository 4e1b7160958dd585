import { estimateAnnealedNll, estimateNll, type SingleDataset } from '@helmholtz/core';
import type { Normal } from '@helmholtz/distributions';
import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { factorAnalysis } from './factor-analysis.js';
import '@helmholtz/testing/cpu-backend';
import { decoded, declaredModel, departureFromLinear, numbersOf, termsAt } from './testing/declared.js';

const LENGTH = 5;
const model = declaredModel(factorAnalysis, LENGTH, { latents: [{ name: 'z', size: 2 }] });
const at = (z: readonly number[]): Normal => decoded(model, 'z', z) as Normal;

test('x is normal around a location that is linear in z', (t) => {
  t.is(at([0, 0]).family, 'normal');
  t.true(departureFromLinear((z) => numbersOf(at(z).loc)) < 1e-5);
  t.notDeepEqual(numbersOf(at([2, 0]).loc), numbersOf(at([0, 0]).loc));
});

test('each element has a noise of its own, learned, the same at any z', (t) => {
  const weight = model.weights.get('x_likelihood/log_scale')!;
  t.deepEqual(weight.shape, [LENGTH]);
  const before = numbersOf(weight.read());
  t.teardown(() => weight.write(tensor(before)));
  const logs = [0, -1, 1, 0.5, -2];
  weight.write(tensor(logs));
  for (const z of [
    [0, 0],
    [3, -1],
  ]) {
    numbersOf(at(z).scale).forEach((scale, element) =>
      t.true(Math.abs(scale / (0.01 + Math.exp(logs[element]!)) - 1) < 1e-5),
    );
  }
});

test('pixels that are always black do not make the density infinite', (t) => {
  const weight = model.weights.get('x_likelihood/log_scale')!;
  const before = numbersOf(weight.read());
  t.teardown(() => weight.write(tensor(before)));
  const highest = (log: number): number[] => {
    weight.write(tensor(new Array<number>(LENGTH).fill(log)));
    const likelihood = at([0, 0]);
    return numbersOf(likelihood.logProb(likelihood.loc));
  };
  const bound = -Math.log(0.01) - Math.log(2 * Math.PI) / 2;
  for (const found of highest(-80)) t.true(Math.abs(found - bound) < 1e-4, `${found}`);
  t.true(Math.max(...highest(-3)) < bound);
});

test('the posterior has a location that is linear in x, and one covariance for all examples', (t) => {
  const x = [
    [0, 0, 0, 0, 0],
    [1, 0, 0, 0, 0],
    [0, 1, 1, 0, 0],
    [1, 1, 1, 0, 0],
  ];
  const posterior = termsAt(declaredModel(factorAnalysis, LENGTH), x).latents[0]!.posterior as Normal;
  const locs = numbersOf(posterior.loc);
  const [origin, one, other, both] = x.map((_, row) => locs.slice(8 * row, 8 * row + 8));
  both!.forEach((value, index) => {
    t.true(Math.abs(value + origin![index]! - one![index]! - other![index]!) < 1e-5);
  });
  t.is(new Set(numbersOf(posterior.variance())).size, 1, 'as it begins, one for all dimensions, too');
});

/** log N(x; 0, covariance), by the Cholesky factor. */
function logDensity(x: readonly number[], covariance: readonly (readonly number[])[]): number {
  const factor: number[][] = [];
  const whitened: number[] = [];
  let sum = 0;
  covariance.forEach((row, i) => {
    const own: number[] = [];
    row.slice(0, i).forEach((value, j) => {
      own.push(own.reduce((rest, each, k) => rest - each * factor[j]![k]!, value) / factor[j]![j]!);
    });
    own.push(Math.sqrt(own.reduce((rest, each) => rest - each ** 2, row[i]!)));
    factor.push(own);
    whitened.push(whitened.reduce((rest, each, k) => rest - own[k]! * each, x[i]!) / own[i]!);
    sum -= Math.log(own[i]!) + whitened[i]! ** 2 / 2 + Math.log(2 * Math.PI) / 2;
  });
  return sum;
}

test('x has the density N(b, W Wᵀ + diag(scale²)) in closed form', async (t) => {
  const loadings = [
    [0.8, -0.3, 0.5, 0, 0.2],
    [0.1, 0.6, -0.4, 0.7, 0],
  ];
  const bias = [0.5, 0.2, 0, -0.3, 0.1];
  const logScales = [-0.5, 0, 0.3, -0.2, -1];
  const written: Record<string, readonly (number | readonly number[])[]> = {
    'generative/generative_output/kernel': loadings,
    'generative/generative_output/bias': bias,
    'x_likelihood/log_scale': logScales,
  };
  const own = declaredModel(factorAnalysis, LENGTH, { latents: [{ name: 'z', size: 2 }] });
  for (const [name, values] of Object.entries(written))
    own.weights.get(name)!.write(tensor(values as number[]));
  const examples = [
    [0.2, 0.9, -0.4, 0, 0.3],
    [1.5, -0.7, 0.6, -1, 0.1],
    [-0.3, 0.4, 1.1, 0.8, -0.9],
  ];
  const data: SingleDataset = {
    name: 'synthetic',
    size: examples.length,
    shape: [LENGTH],
    fixed: true,
    read: (indices, out) => {
      Array.from(indices).forEach((index, position) => out.set(examples[index]!, position * LENGTH));
    },
  };
  const covariance = logScales.map((log, i) =>
    logScales.map((_, j) =>
      loadings.reduce((sum, row) => sum + row[i]! * row[j]!, i === j ? (0.01 + Math.exp(log)) ** 2 : 0),
    ),
  );
  const logDensities = examples.map((x) =>
    logDensity(
      x.map((value, i) => value - bias[i]!),
      covariance,
    ),
  );
  const expected = logDensities.reduce((sum, value) => sum + value, 0) / examples.length;
  const { nll } = (await estimateNll(own, { data, samples: 5000, seed: 3 }))!;
  t.true(Math.abs(-nll - expected) < 0.05, `log p(x) is ${-nll}, expected ${expected}`);
  const sampling = { data, temperatures: 40, chains: 20, leapfrogSteps: 3, seed: 3 };
  const annealed = (await estimateAnnealedNll(own, sampling))!;
  annealed.ofExamples.forEach((estimate, index) => {
    const distance = Math.abs(-estimate.nll - logDensities[index]!);
    t.true(estimate.standardError < 0.15, `${estimate.standardError}`);
    t.true(distance < 4 * estimate.standardError, `example ${index}: annealed ${-estimate.nll}`);
  });
});
