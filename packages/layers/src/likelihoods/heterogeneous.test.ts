import type { LikelihoodPart } from '@helmholtz/core';
import { HelmholtzError } from '@helmholtz/base';
import { choose, type Likelihood, meanOf, type PartReference, varianceOf } from '@helmholtz/core';
import { type Heterogeneous, maskMissing } from '@helmholtz/distributions';
import { type Tensor, add, grad, ones, slice, sum, tensor } from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { roundTrip } from '../testing/round-trip.js';
import { call, numbers } from '../testing/symbolic.js';
import { bernoulliLikelihood } from './bernoulli.js';
import { categoricalLikelihood } from './categorical.js';
import { type HeterogeneousLikelihood, heterogeneousLikelihood, heterogeneousPart } from './heterogeneous.js';
import { normalLikelihood } from './normal.js';
import * as own from '../parts.js';
import { poissonLikelihood } from './poisson.js';

const likelihoodParts: readonly LikelihoodPart[] = own.likelihoods;

/** As a model chooses from all that are on offer. */
function likelihoodOf(reference: PartReference): Likelihood {
  const { part, options } = choose('likelihood', likelihoodParts, reference);
  return {
    parameterShape: (eventShape) => part.parameterShape(eventShape, options, likelihoodOf),
    head: (config) => part.head(config, options, likelihoodOf),
  };
}

const reference = {
  name: 'heterogeneous',
  columns: [
    { name: 'height', likelihood: { name: 'normal', scale: 'learned' } },
    { name: 'visits', likelihood: 'poisson' },
    { name: 'income', likelihood: { name: 'normal', scale: 'network' } },
    { name: 'smoker', likelihood: { name: 'bernoulli', offset: 'mean' } },
    { name: 'region', size: 3, likelihood: 'categorical' },
  ],
};

/** The head of the reference on its parameters, in a graph. */
function built(): { head: HeterogeneousLikelihood; graph: ReturnType<typeof model> } {
  const likelihood = likelihoodOf(reference);
  const parameters = input({ shape: [...likelihood.parameterShape([7])] });
  const head = likelihood.head({ name: 'rows', variable: 'x' }) as HeterogeneousLikelihood;
  return { head, graph: model({ inputs: parameters, outputs: call(head, parameters) }) };
}

const rows = tensor([
  [1.5, 3, -2, 1, 0, 0, 1],
  [-4, 0, 0.5, 0, 1, 0, 0],
]);
const parameters = tensor([
  [0.5, 1, -1, 0.3, 0.2, 0, 1, 2],
  [-2, 0.2, 0, -0.7, -1, 0.5, 0.5, -3],
]);

/** Columns of a tensor. */
const from = (values: Tensor, begin: number, size = 1): Tensor => slice(values, [0, begin], [2, size]);

test('the nll of a row is the sum of those of its columns, each of its own parameters', (t) => {
  const { head } = built();
  const parts = [
    normalLikelihood().nll(from(rows, 0), from(parameters, 0)),
    poissonLikelihood().nll(from(rows, 1), from(parameters, 1)),
    normalLikelihood({ scale: 'network' }).nll(from(rows, 2), from(parameters, 2, 2)),
    bernoulliLikelihood().nll(from(rows, 3), from(parameters, 4)),
    categoricalLikelihood().nll(from(rows, 4, 3), from(parameters, 5, 3)),
  ];
  const expected = numbers(parts.reduce((total, part) => add(total, part)));
  const nll = head.nll(rows, parameters);
  t.deepEqual(nll.shape, [2]);
  numbers(nll).forEach((value, index) => t.true(Math.abs(value - expected[index]!) < 1e-5));
});

test('what columns learn is learned, saved and loaded with the head', async (t) => {
  const { head, graph } = built();
  t.is(head.trainableWeights.length, 1, 'the scale of height');
  t.is(head.nonTrainableWeights.length, 1, 'where the logits of smoker begin');
  const mean = Float32Array.of(0, 0, 0, 0.25, 0, 0, 0);
  head.adapt!(mean);
  head.trainableWeights[0]!.write(tensor(Math.log(5)));
  const passed = numbers(from(head.apply(parameters) as Tensor, 4));
  passed.forEach((logit, row) =>
    t.true(Math.abs(logit - (numbers(from(parameters, 4))[row]! - Math.log(3))) < 1e-6),
  );
  const { scale } = head.distribution(parameters).blocks[0]!.distribution as never as { scale: Tensor };
  t.true(Math.abs(numbers(scale)[0]! - 5) < 1e-5);
  const loaded = (await roundTrip(graph)).getLayer('rows') as HeterogeneousLikelihood;
  t.deepEqual(loaded.columns, head.columns);
  const through = (likelihood: HeterogeneousLikelihood): number[] =>
    numbers(likelihood.nll(rows, likelihood.apply(parameters) as Tensor));
  t.deepEqual(through(loaded), through(head));
});

test('each column has the support of its likelihood', (t) => {
  const { columns } = built().head;
  t.deepEqual(
    columns.map(({ name, size, family }) => [name, size, family]),
    [
      ['height', 1, 'normal'],
      ['visits', 1, 'poisson'],
      ['income', 1, 'normal'],
      ['smoker', 1, 'bernoulli'],
      ['region', 3, 'categorical'],
    ],
  );
  t.true(columns[1]!.support.contains(3) && !columns[1]!.support.contains(0.5));
});

test('heads are combined in code, too', (t) => {
  const head = heterogeneousLikelihood({
    columns: [
      { name: 'a', size: 2, head: normalLikelihood({ scale: 2 }) },
      { name: 'b', size: 1, head: bernoulliLikelihood() },
    ],
  });
  t.deepEqual(head.parameterShape([3]), [3]);
  const distribution: Heterogeneous = head.distribution(ones([4, 3]));
  t.deepEqual(meanOf(distribution).shape, [4, 3]);
  t.true(Number.isFinite(numbers(sum(varianceOf(distribution)))[0]!));
});

test('columns that do not fit the observed variable are an error', (t) => {
  const likelihood = likelihoodOf(reference);
  for (const shape of [[6], [7, 1]]) {
    const error = t.throws(() => likelihood.parameterShape(shape), { instanceOf: HelmholtzError });
    t.is(
      error.message,
      `The columns of the likelihood have 7 elements, the observed variable has ${shape.join(' x ')}.`,
    );
  }
  const unknown = { name: 'heterogeneous', columns: [{ name: 'a', likelihood: 'norml' }] };
  const error = t.throws(() => likelihoodOf(unknown).parameterShape([1]), { instanceOf: HelmholtzError });
  t.is(error.message, 'There is no likelihood named "norml".');
  t.throws(() => likelihoodOf('heterogeneous'), {
    message: /^the likelihood "heterogeneous" at columns: nothing was given/,
  });
  t.is(heterogeneousPart.name, 'heterogeneous');
});

/** Columns of every kind that can share a head, mixed with each other and with one that cannot. */
const mixed = [
  { name: 'height', likelihood: { name: 'normal', scale: 'learned' } },
  { name: 'visits', likelihood: 'poisson' },
  { name: 'region', size: 3, likelihood: 'categorical' },
  { name: 'income', likelihood: { name: 'normal', scale: 'network' } },
  { name: 'smoker', likelihood: { name: 'bernoulli', offset: 'mean' } },
  { name: 'weight', likelihood: { name: 'normal', scale: 'learned' } },
  { name: 'position', size: 2, likelihood: { name: 'normal', scale: 'learned' } },
  { name: 'calls', likelihood: { name: 'zeroInflatedPoisson' } },
  { name: 'ward', size: 3, likelihood: 'categorical' },
  { name: 'rent', likelihood: { name: 'normal', scale: 'network' } },
  { name: 'retired', likelihood: { name: 'bernoulli', offset: 'mean' } },
  { name: 'letters', likelihood: { name: 'zeroInflatedPoisson' } },
  { name: 'dose', likelihood: { name: 'normalMixture', components: 2 } },
  { name: 'dose2', likelihood: { name: 'normalMixture', components: 2 } },
];
const mixedRows = tensor([
  [1.5, 3, 0, 1, 0, -2, 1, 0.5, 1, -1, 0, 1, 0, 0, 2.5, 0, 4, 0.3, -0.2],
  [-4, 0, 1, 0, 0, 0.5, 0, -3, 0, 2, 7, 0, 0, 1, -1, 1, 0, 1.3, 2],
]);

function alone(grouped: boolean) {
  const likelihood = likelihoodOf({ name: 'heterogeneous', columns: mixed, grouped });
  const parameters = input({ shape: [...likelihood.parameterShape([19])] });
  const head = likelihood.head({ name: 'rows', variable: 'x', missing: true }) as HeterogeneousLikelihood;
  return { head, graph: model({ inputs: parameters, outputs: call(head, parameters) }) };
}

test('columns that share a head have the same nll as with separate heads', async (t) => {
  const [shared, own] = [alone(true), alone(false)];
  const width = own.head.parameterShape([19])[0]!;
  t.deepEqual(shared.head.parameterShape([19]), [width]);
  const outputs = tensor(
    Float32Array.from({ length: 2 * width }, (_, index) => Math.sin(7 * index)),
    [2, width],
  );
  const means = Float32Array.from({ length: 19 }, (_, index) => (index + 1) / 20);
  // Of the weights, those of both scales are one vector, and those of both offsets too.
  t.is(shared.head.trainableWeights.length, 2);
  t.is(own.head.trainableWeights.length, 3);
  [0.3, -0.7, 1.1].forEach((value, index) => own.head.trainableWeights[index]!.write(tensor(value)));
  shared.head.trainableWeights[0]!.write(tensor([0.3, -0.7], [2, 1]));
  shared.head.trainableWeights[1]!.write(tensor(1.1));
  for (const { head } of [shared, own]) head.adapt!(means);
  const [first, second] = [shared, own].map(({ head }) => {
    const passed = head.apply(outputs) as Tensor;
    const distribution = head.distribution(passed);
    const noise = tensor(
      Float32Array.from({ length: 38 }, (_, index) => (index + 0.5) / 38),
      [2, 19],
    );
    return {
      passed: numbers(passed),
      columns: distribution.logProbOfColumns(mixedRows).map(numbers),
      nll: numbers(head.nll(mixedRows, passed)),
      draws: numbers(distribution.sample(noise)),
      means: numbers(meanOf(distribution)),
      variances: numbers(varianceOf(distribution)),
    };
  });
  t.deepEqual(first!.passed, second!.passed);
  t.deepEqual(first!.columns, second!.columns);
  t.deepEqual(first!.draws, second!.draws);
  t.deepEqual(first!.means, second!.means);
  t.deepEqual(first!.variances, second!.variances);
  first!.nll.forEach((value, row) => t.true(Math.abs(value - second!.nll[row]!) < 1e-5));
  const loaded = (await roundTrip(shared.graph)).getLayer('rows') as HeterogeneousLikelihood;
  t.deepEqual(numbers(loaded.nll(mixedRows, loaded.apply(outputs) as Tensor)), first!.nll);
});

test('gradients of a shared head are those of the columns', (t) => {
  const [shared, own] = [alone(true), alone(false)];
  const width = own.head.parameterShape([19])[0]!;
  const outputs = tensor(
    Float32Array.from({ length: 2 * width }, (_, index) => Math.cos(3 * index)),
    [2, width],
  );
  const slopes = [shared, own].map(({ head }) =>
    numbers(grad((at: Tensor) => sum(head.nll(mixedRows, at)))(outputs)),
  );
  slopes[0]!.forEach((slope, index) => t.true(Math.abs(slope - slopes[1]![index]!) < 1e-6));
});

test('a table of one kind of column has gradients', (t) => {
  const columns = ['a', 'b'].map((name) => ({ name, likelihood: { name: 'normal', scale: 'learned' } }));
  const likelihood = likelihoodOf({ name: 'heterogeneous', columns, grouped: true });
  const head = likelihood.head({ name: 'rows', variable: 'x' }) as HeterogeneousLikelihood;
  head.apply(ones([1, 2]));
  const slope = grad((at: Tensor) => sum(head.nll(tensor([[2, -1]]), at)))(tensor([[0.5, 1]]));
  numbers(slope).forEach((value, index) => t.true(Math.abs(value - [-1.5, 2][index]!) < 1e-6));
});

test('missing values of columns that share a head are left out one by one', (t) => {
  const [shared, own] = [alone(true), alone(false)];
  const width = own.head.parameterShape([19])[0]!;
  const outputs = tensor(
    Array.from({ length: width }, (_, index) => Math.sin(index)),
    [1, width],
  );
  const row = Array.from(mixedRows.dataSync().slice(0, 19));
  for (const element of [0, 1, 2, 3, 4, 14]) row[element] = NaN;
  const [first, second] = [shared, own].map(({ head }) => {
    const masked = maskMissing(head.distribution(outputs)) as Heterogeneous;
    return masked.logProbOfColumns(tensor([row])).map((column) => numbers(column)[0]!);
  });
  t.deepEqual(first, second);
  t.deepEqual(
    [0, 1, 2, 9].map((column) => first![column]),
    [0, 0, 0, 0],
  );
  t.true(first![3]! < 0);
});
