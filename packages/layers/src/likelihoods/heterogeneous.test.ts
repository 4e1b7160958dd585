import type { LikelihoodPart } from '@helmholtz/core';
import { HelmholtzError } from '@helmholtz/base';
import { choose, type Likelihood, meanOf, type PartReference, varianceOf } from '@helmholtz/core';
import type { Heterogeneous } from '@helmholtz/distributions';
import { type Tensor, add, ones, slice, sum, tensor } from '@tensorflow/tfjs-core';
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
const from = (of: Tensor, begin: number, size = 1): Tensor => slice(of, [0, begin], [2, size]);

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
  const through = (of: HeterogeneousLikelihood): number[] =>
    numbers(of.nll(rows, of.apply(parameters) as Tensor));
  t.deepEqual(through(loaded), through(head));
});

test('the columns say what each takes', (t) => {
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

test('columns that do not make up what is observed are refused', (t) => {
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
