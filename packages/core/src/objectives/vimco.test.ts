import { HelmholtzError } from '@helmholtz/base';
import { Normal, logMeanExp } from '@helmholtz/distributions';
import { type Tensor, add, exp, grads, mul, neg, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import type { LatentTraits } from '../graph/latent-traits.js';
import { viewOfTerms } from '../graph/model-view.js';
import '@helmholtz/testing/cpu-backend';
import { combinations, logJoint, logQ, terms, weights } from '../testing/enumerated-binary.js';
import { importanceWeightedBound } from './importance-weighted-bound.js';
import { leaveOneOutBounds } from './leave-one-out.js';
import { vimco } from './vimco.js';

const context = { training: true, coefficients: {} };
const number = (value: Tensor): number => value.dataSync()[0]!;

for (const [samples, latents] of [
  [2, 2],
  [3, 1],
  [4, 1],
] as const) {
  test(`the mean of its gradient over all draws is that of the bound: ${samples} samples of ${latents + 1} units`, (t) => {
    const all = combinations(samples, latents + 1);
    const at = weights(latents);
    // E[L], a sum over all states of all samples.
    const states = Array.from({ length: samples }, (_, sample) => all.map((each) => each[sample]!));
    const exact = grads((...given: Tensor[]) => {
      const enumerated = terms(states, given);
      const q = logQ(enumerated);
      const bound = logMeanExp(add(logJoint(enumerated), neg(q)));
      return neg(sum(mul(exp(sum(q, 0)), bound)));
    })(at);
    const means = at.map(({ size }) => new Array<number>(size).fill(0));
    for (const each of all) {
      tidy(() => {
        const draws = each.map((state) => [state]);
        const probability = Math.exp(number(sum(logQ(terms(draws, at)))));
        const estimates = grads(
          (...given: Tensor[]) => vimco({ samples }).evaluate(viewOfTerms(terms(draws, given)), context).loss,
        )(at);
        estimates.forEach((estimate, index) =>
          estimate.dataSync().forEach((value, element) => (means[index]![element]! += probability * value)),
        );
      });
    }
    exact.forEach((gradient, index) =>
      gradient.dataSync().forEach((value, element) => {
        const mean = means[index]![element]!;
        t.true(Math.abs(mean - value) < 2e-6, `${index}: ${mean}, ${value}`);
      }),
    );
    t.true(Math.abs(exact[0]!.dataSync()[0]!) > 1e-3, 'the posterior has a gradient');
  });
}

test('its loss is the bound, and its metrics are those of the importance-weighted bound', (t) => {
  const states = [
    [
      [0, 1, 1],
      [1, 1, 0],
    ],
    [
      [1, 0, 0],
      [1, 1, 1],
    ],
    [
      [0, 0, 1],
      [0, 1, 0],
    ],
  ];
  const at = viewOfTerms(terms(states, weights(2)));
  const { loss, metrics } = vimco({ samples: 3 }).evaluate(at, context);
  const expected = importanceWeightedBound({ samples: 3 }).evaluate(at, context).metrics;
  t.is(number(loss), number(metrics['iwNelbo']!));
  t.deepEqual(
    Object.entries(metrics).map(([name, value]) => [name, number(value)]),
    Object.entries(expected).map(([name, value]) => [name, number(value)]),
  );
});

test('the other weights stand in for the own one, also where one weight outweighs all others', (t) => {
  const log = [-3, 200, -1];
  const bounds = leaveOneOutBounds(tensor(log, [3, 1])).dataSync();
  const mean = (values: number[]): number => {
    const greatest = Math.max(...values);
    return greatest + Math.log(values.reduce((sum, value) => sum + Math.exp(value - greatest), 0) / 3);
  };
  const expected = [mean([99.5, 200, -1]), mean([-3, -2, -1]), mean([-3, 200, 98.5])];
  expected.forEach((value, index) =>
    t.true(Math.abs(bounds[index]! - value) < 1e-5 * Math.abs(value), `${bounds[index]}, ${value}`),
  );
});

test('throws an error for fewer than two samples, and for a continuous posterior', (t) => {
  const few = t.throws(() => vimco({ samples: 1 }), { instanceOf: HelmholtzError });
  t.regex(few.message, /samples: 1/);
  t.regex(few.hint!, /at least 2/);
  const latent = {
    name: 'z',
    discrete: false,
    families: [new Normal(tensor(0), tensor(1)).family, 'normal'],
  };
  const error = t.throws(() => vimco().check!([latent as unknown as LatentTraits]), {
    instanceOf: HelmholtzError,
  });
  t.regex(error.message, /"normal" of "z" is continuous/);
  t.regex(error.hint!, /posterior: bernoulli/);
});
