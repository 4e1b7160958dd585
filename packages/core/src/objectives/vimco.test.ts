import { HelmholtzError } from '@helmholtz/base';
import { Bernoulli, Normal, logMeanExp } from '@helmholtz/distributions';
import {
  type Tensor,
  exp,
  grads,
  mul,
  neg,
  sum,
  tensor,
  tidy,
  matMul,
  reshape,
  add,
} from '@tensorflow/tfjs-core';
import test from 'ava';

import { logLikelihood, logPosterior, logPrior } from '../graph/log-densities.js';
import type { LatentTraits } from '../graph/latent-traits.js';
import { viewOfTerms } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import '@helmholtz/testing/cpu-backend';
import { importanceWeightedBound } from './importance-weighted-bound.js';
import { leaveOneOutBounds } from './leave-one-out.js';
import { vimco } from './vimco.js';

const context = { training: true, coefficients: {} };
const number = (value: Tensor): number => value.dataSync()[0]!;

/** Logits of q(z1), of q(z2 given z1) at its weights and offsets, of p(z1), and of x given z1 and z2. */
const weights = (latents: number): Tensor[] => [
  tensor([0.4, -0.9].slice(0, latents), [1, latents]),
  tensor([-0.6, 1.1].slice(0, latents), [1, latents]),
  tensor([1.5, -0.4].slice(0, latents), [latents, 1]),
  tensor([0.3, -2, 0.8, 1.2, 0.5, -0.7].slice(0, 3 * latents), [latents, 3]),
];

/**
 * Two layers of binary latents, the second of one unit: q(z1), q(z2 given z1), p(z1), p(z2) = 1/2,
 * and x of three pixels.
 *
 * @param states values of z1 and z2, [samples, batch, latents + 1].
 */
function terms(states: number[][][], [q1, p1, q2, w]: readonly Tensor[]): ModelTerms {
  const latents = q1!.shape[1]!;
  const [samples, batch] = [states.length, states[0]!.length];
  const part = (begin: number, end: number): Tensor =>
    tensor(
      states.flat(2).filter((_, index) => index % (latents + 1) >= begin && index % (latents + 1) < end),
      [samples, batch, end - begin],
    );
  const [z1, z2] = [part(0, latents), part(latents, latents + 1)];
  const times = (weights: Tensor, units: number): Tensor =>
    reshape(matMul(reshape(z1, [-1, latents]) as never, weights as never), [samples, batch, units]);
  const term = (name: string, value: Tensor, q: Tensor, p: Tensor) => ({
    name,
    shape: [value.shape[2]!],
    value,
    posterior: new Bernoulli(q),
    prior: new Bernoulli(p),
  });
  return {
    latents: [term('z1', z1, q1!, p1!), term('z2', z2, times(q2!, 1), tensor([0]))],
    observed: [
      {
        name: 'x',
        shape: [3],
        likelihood: new Bernoulli(add(times(w!, 3), mul(z2, tensor([0.9, -1.4, 2])))),
        value: tensor(Array.from({ length: batch }, () => [1, 0, 1])),
      },
    ],
    samples,
  };
}

/** All states of the latents of all samples: [combinations][samples][latents]. */
function combinations(samples: number, latents: number): number[][][] {
  const bits = samples * latents;
  return Array.from({ length: 2 ** bits }, (_, code) =>
    Array.from({ length: samples }, (_, sample) =>
      Array.from({ length: latents }, (_, latent) => (code >> (sample * latents + latent)) & 1),
    ),
  );
}

/** Sums log-densities of latents over variables, [samples, batch]. */
const logQ = ({ latents }: ModelTerms): Tensor =>
  latents.map((latent) => logPosterior(latent as never)).reduce((a, b) => add(a, b));
const logJoint = ({ latents, observed }: ModelTerms): Tensor =>
  [
    ...latents.map((latent) => logPrior(latent as never)),
    ...observed.map((term) => logLikelihood(term)),
  ].reduce((a, b) => add(a, b));

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
