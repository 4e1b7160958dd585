import { HelmholtzError } from '@helmholtz/base';
import { Normal } from '@helmholtz/distributions';
import { type Tensor, exp, grad, grads, mul, neg, sub, sum, tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import type { LatentTraits } from '../graph/latent-traits.js';
import { type AppliedNetwork, viewOfTerms } from '../graph/model-view.js';
import '@helmholtz/testing/cpu-backend';
import { combinations, logJoint, logQ, terms, weights } from '../testing/enumerated-binary.js';
import { elbo } from './elbo.js';
import { nvil } from './nvil.js';
import { phasesOf } from './objective.js';

const context = { training: true, coefficients: {} };
const number = (value: Tensor): number => value.dataSync()[0]!;
const inputs = (batch: number) => ({
  x: tensor(Array.from({ length: batch }, (_, row) => [1, 0, 1 + row])),
});
const baseline: AppliedNetwork = (x) => mul(sum(x, 1, true), -0.7);

/** The value of the objective at states of the latents, [samples][batch][latents]. */
const evaluated = (states: number[][][], given: readonly Tensor[], network = baseline) =>
  phasesOf(nvil({ samples: states.length }))[0]!.evaluate(
    viewOfTerms(terms(states, given), { inputs: inputs(states[0]!.length), networks: { baseline: network } }),
    context,
  );

for (const [samples, batch] of [
  [1, 1],
  [3, 1],
  [1, 3],
] as const) {
  test(`the mean of its gradient over all draws is that of the bound: ${samples} samples of ${batch} examples`, (t) => {
    const at = weights(1);
    // All states of one draw of one example, and the ELBO as a sum over them.
    const single = combinations(1, 2).map(([state]) => state!);
    const exact = grads((...given: Tensor[]) => {
      const enumerated = terms([single], given);
      const q = logQ(enumerated);
      return neg(sum(mul(exp(q), sub(logJoint(enumerated), q))));
    })(at);
    const means = at.map(({ size }) => new Array<number>(size).fill(0));
    for (const each of combinations(samples * batch, 2)) {
      tidy(() => {
        const draws = Array.from({ length: samples }, (_, sample) =>
          Array.from({ length: batch }, (__, row) => each[sample * batch + row]!),
        );
        const probability = Math.exp(number(sum(logQ(terms(draws, at)))));
        grads((...given: Tensor[]) => evaluated(draws, given).loss)(at).forEach((estimate, index) =>
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

const states = [
  [
    [0, 1, 1],
    [1, 1, 0],
    [0, 0, 1],
  ],
];

test('its metrics are those of the ELBO, and the mean squared error of the baseline', (t) => {
  const at = weights(2);
  const { metrics } = evaluated(states, at);
  const { baselineError, ...bound } = metrics;
  const view = viewOfTerms(terms(states, at));
  const expected = elbo({ kl: 'monteCarlo' }).evaluate(view, { training: false, coefficients: {} });
  t.deepEqual(
    Object.entries(bound).map(([name, value]) => [name, number(value)]),
    Object.entries(expected.metrics).map(([name, value]) => [name, number(value)]),
  );
  const bounds = Array.from(sub(logJoint(terms(states, at)), logQ(terms(states, at))).dataSync());
  const mean = bounds.reduce((all, value) => all + value / 3, 0);
  const error = bounds.reduce((all, value, row) => all + (value - mean + 0.7 * (2 + row)) ** 2 / 3, 0);
  t.true(Math.abs(number(baselineError!) - error) < 1e-5 * error);
});

test('the baseline learns by least squares alone', (t) => {
  const at = weights(2);
  const slope = (value: number): number =>
    number(grad((v) => evaluated(states, at, (x) => mul(sum(x, 1, true), v)).loss)(tensor(value)));
  const error = (value: number): number =>
    number(evaluated(states, at, (x) => mul(sum(x, 1, true), value)).metrics['baselineError']!);
  const difference = (error(0.51) - error(0.49)) / 0.02;
  t.true(Math.abs(slope(0.5) - difference) < 2e-3 * Math.abs(difference), `${slope(0.5)}, ${difference}`);
});

test('a continuous posterior throws an error that names the latent', (t) => {
  const latent = {
    name: 'z',
    discrete: false,
    families: [new Normal(tensor(0), tensor(1)).family, 'normal'],
  };
  const error = t.throws(() => nvil().check!([latent as unknown as LatentTraits]), {
    instanceOf: HelmholtzError,
  });
  t.regex(error.message, /"nvil" is for discrete latents, but the posterior "normal" of "z"/);
});
