import { type Tensor, grad, scalar, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { Normal } from '@helmholtz/distributions';
import { type LatentTraits, latentTraits } from '../graph/latent-traits.js';
import { viewOfTerms } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import { tinyHierarchy } from '../testing/tiny-hierarchy.js';
import { tinyModel } from '../testing/tiny-model.js';
import '@helmholtz/testing/cpu-backend';
import { betaTcVae } from './beta-tc-vae.js';
import { stratifiedLogWeights, weightedLogWeights } from './total-correlation.js';

const context = { training: true, coefficients: { examples: scalar(10) } };

const locs = [
  [0.5, -1],
  [0.2, 0.4],
  [-1.5, 0.3],
];
const draws = [
  [0.6, -1.2],
  [0, 0.1],
  [-1, 0.9],
];
const scale = 0.7;

const terms = (loc: Tensor = tensor(locs)): ModelTerms => ({
  latents: [
    {
      name: 'z',
      shape: [2],
      posterior: new Normal(loc, tensor(scale)),
      prior: new Normal(tensor(0), tensor(1)),
      value: tensor(draws),
    },
  ],
  observed: [],
});

const logNormal = (x: number, loc: number, s: number): number =>
  -(((x - loc) / s) ** 2) / 2 - Math.log(s) - Math.log(2 * Math.PI) / 2;
const logSumExp = (values: readonly number[]): number =>
  Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
const mean = (values: readonly number[]): number => sum(values) / values.length;
const near = (value: number | undefined, expected: number, within = 1e-5): boolean =>
  Math.abs((value ?? NaN) - expected) < within * Math.max(1, Math.abs(expected));

/** The parts of the KL divergence, by hand. */
function byHand(weights: readonly (readonly number[])[]): [mi: number, tc: number, dimensionWise: number] {
  const each = draws.map((z, i) => {
    const density = (j: number, d: number): number => logNormal(z[d]!, locs[j]![d]!, scale);
    const others = [0, 1, 2];
    const conditional = density(i, 0) + density(i, 1);
    const aggregate = logSumExp(others.map((j) => density(j, 0) + density(j, 1) + weights[i]![j]!));
    const marginals = sum([0, 1].map((d) => logSumExp(others.map((j) => density(j, d) + weights[i]![j]!))));
    const prior = sum(z.map((value) => logNormal(value, 0, 1)));
    return [conditional - aggregate, aggregate - marginals, marginals - prior];
  });
  return [0, 1, 2].map((part) => mean(each.map((parts) => parts[part]!))) as [number, number, number];
}

function numbers(options: Parameters<typeof betaTcVae>[0]): Record<string, number> {
  const { loss, metrics } = betaTcVae(options).evaluate(viewOfTerms(terms()), context);
  return Object.fromEntries(
    Object.entries({ loss, ...metrics }).map(([name, value]) => [name, value.dataSync()[0]!]),
  );
}

test('the parts by weighted sampling, as computed by hand', (t) => {
  const weights = locs.map(() => locs.map(() => -Math.log(3 * 10)));
  const [mi, tc, dimensionWise] = byHand(weights);
  const values = numbers({ alpha: 2, beta: 5, gamma: 3 });
  t.true(near(values['indexCodeMutualInformation'], mi));
  t.true(near(values['totalCorrelation'], tc));
  t.true(near(values['dimensionWiseKl'], dimensionWise));
  t.true(near(values['loss'], 2 * mi + 5 * tc + 3 * dimensionWise));
});

test('the parts by stratified sampling, as computed by hand', (t) => {
  const [own, next, other] = [1 / 10, 8 / 20, 1 / 2].map(Math.log) as [number, number, number];
  const weights = [
    [own, next, other],
    [other, own, next],
    [next, other, own],
  ];
  const [mi, tc, dimensionWise] = byHand(weights);
  const values = numbers({ sampling: 'stratified', beta: 4 });
  t.true(near(values['indexCodeMutualInformation'], mi));
  t.true(near(values['totalCorrelation'], tc));
  t.true(near(values['loss'], mi + 4 * tc + dimensionWise));
});

test('the parts add up to the KL divergence at the draws', (t) => {
  for (const sampling of ['weighted', 'stratified'] as const) {
    const values = numbers({ sampling, beta: 1 });
    const {
      indexCodeMutualInformation: mi = 0,
      totalCorrelation: tc = 0,
      dimensionWiseKl: rest = 0,
    } = values;
    t.true(near(mi + tc + rest, values['kl']!));
    t.true(near(values['loss'], values['nelbo']!), 'with weights of 1 it is the bound');
  }
});

test('the stratified estimate of q(z) is unbiased', (t) => {
  const [examples, density] = [5, [0.9, 0.1, 0.4, 0.02, 0.3]];
  const [row] = tensor2d(stratifiedLogWeights(3, scalar(examples))).map((weights) => weights.map(Math.exp));
  t.true(near(sum(row!), 1));
  // Example 0 with every ordered pair of others.
  const estimates = [1, 2, 3, 4].flatMap((a) =>
    [1, 2, 3, 4]
      .filter((b) => b !== a)
      .map((b) => sum([0, a, b].map((index, at) => row![at]! * density[index]!))),
  );
  t.true(near(mean(estimates), mean(density)));
});

test('a batch of two has no example but itself and the next', (t) => {
  const [[own = 0, next = 0] = []] = tensor2d(stratifiedLogWeights(2, scalar(10)));
  t.true(near(own, Math.log(1 / 10)));
  t.true(near(next, Math.log(9 / 10)));
  t.true(near(tensor2d(weightedLogWeights(2, scalar(10)))[1]![1], -Math.log(20)));
});

function tensor2d(matrix: Tensor): number[][] {
  return matrix.arraySync() as number[][];
}

test('the gradient by the locations agrees with finite differences', (t) => {
  for (const sampling of ['weighted', 'stratified'] as const) {
    const loss = (loc: Tensor) =>
      betaTcVae({ sampling, beta: 3 }).evaluate(viewOfTerms(terms(loc)), context).loss;
    const gradient = grad(loss)(tensor(locs)).dataSync();
    locs.flat().forEach((_, index) => {
      const moved = (by: number): number => {
        const values = locs.flat().map((value, at) => (at === index ? value + by : value));
        return loss(tensor(values, [3, 2])).dataSync()[0]!;
      };
      const expected = (moved(1e-2) - moved(-1e-2)) / 2e-2;
      t.true(Math.abs(gradient[index]! - expected) < 1e-2, `${gradient[index]}, ${expected}`);
    });
  }
});

test('the number of examples comes from the data', (t) => {
  const objective = betaTcVae();
  t.deepEqual(objective.ofData!({ examples: 7 }), { examples: 7 });
  t.throws(() => objective.evaluate(viewOfTerms(terms()), { training: true, coefficients: {} }), {
    instanceOf: HelmholtzError,
    message: /needs the number of examples/,
  });
});

test('throws an error that names the missing property of a posterior that it cannot compare', (t) => {
  const check = (latents: readonly LatentTraits[]) => betaTcVae().check!(latents);
  const traits = latentTraits(tinyModel().latents[0]!)!;
  t.notThrows(() => check([traits]));
  t.throws(() => check([]), { instanceOf: HelmholtzError, message: /needs a latent with a posterior/ });
  t.throws(() => check([{ ...traits, independentElements: false }]), {
    message: /needs independent elements of the posterior/,
  });
  t.throws(() => check([{ ...traits, logProbs: { posterior: false, prior: true } }]), {
    message: /known at its draw alone/,
  });
  t.throws(() => check([{ ...traits, global: true }]), { message: /all share the latent "z"/ });
  const hierarchy = tinyHierarchy().latents.map((latent) => latentTraits(latent)!);
  t.throws(() => check(hierarchy), {
    message: /compares all codes with one prior, and that of "z1" depends on z2/,
  });
  const sameNames = hierarchy.map((latent) => ({ ...latent, given: { ...latent.given, prior: [] } }));
  t.throws(() => check(sameNames), {
    message: /needs posteriors of x alone, and that of "z2" depends on z1/,
  });
});
