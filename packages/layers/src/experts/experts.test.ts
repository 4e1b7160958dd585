import { itemAt } from '@helmholtz/base';
import { NormalMixture } from '@helmholtz/distributions';
import { type Tensor, add, exp, grad, mul, sum, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { numbers } from '../testing/symbolic.js';
import { MixtureOfExperts } from './mixture-of-experts.js';
import { ModalityPresent } from './modality-present.js';
import { productOf, ProductOfExperts } from './product-of-experts.js';

interface Expert {
  readonly loc: readonly number[];
  readonly logVariance: readonly number[];
  readonly present: number;
}

const experts: readonly Expert[] = [
  { loc: [0.7, -1.2], logVariance: [0.4, -0.9], present: 1 },
  { loc: [-0.3, 2.1], logVariance: [-1.1, 0.2], present: 1 },
  { loc: [1.9, 0.4], logVariance: [0.8, 0.6], present: 1 },
];
const missing = (expert: Expert): Expert => ({ ...expert, present: 0 });
const tensors = (all: readonly Expert[]): Tensor[] =>
  all.flatMap(({ loc, logVariance, present }) => [tensor([loc]), tensor([logVariance]), tensor([[present]])]);

/** The product in float64, from precisions. */
function product(
  all: readonly Expert[],
  prior?: { readonly loc: number; readonly variance: number },
): { loc: number[]; variance: number[] } {
  const factors = [0, 1].map((element) => [
    ...(prior ? [{ loc: prior.loc, precision: 1 / prior.variance }] : []),
    ...all
      .filter(({ present }) => present === 1)
      .map(({ loc, logVariance }) => ({
        loc: itemAt(loc, element),
        precision: Math.exp(-itemAt(logVariance, element)),
      })),
  ]);
  const precisions = factors.map((each) => each.reduce((total, { precision }) => total + precision, 0));
  return {
    loc: factors.map(
      (each, element) =>
        each.reduce((total, { loc, precision }) => total + loc * precision, 0) / itemAt(precisions, element),
    ),
    variance: precisions.map((precision) => 1 / precision),
  };
}

const apply = (all: readonly Expert[], prior: Tensor[] = []): { loc: number[]; variance: number[] } => {
  const [loc, logVariance] = new ProductOfExperts({}).apply([...tensors(all), ...prior]) as [Tensor, Tensor];
  return { loc: numbers(loc), variance: numbers(exp(logVariance)) };
};

const near = (one: readonly number[], other: readonly number[], tolerance = 1e-5): boolean =>
  one.length === other.length &&
  one.every((value, index) => Math.abs(value - itemAt(other, index)) < tolerance);

const standard = { loc: 0, variance: 1 };

test('the product is that of the prior and of the experts whose modality is present', (t) => {
  for (const present of [
    experts,
    [experts[0]!, missing(experts[1]!), experts[2]!],
    experts.map((expert, index) => (index === 1 ? expert : missing(expert))),
  ]) {
    const found = apply(present);
    const expected = product(present, standard);
    t.true(near(found.loc, expected.loc) && near(found.variance, expected.variance), JSON.stringify(found));
  }
  const other = apply(experts, [tensor([[2, 2]]), tensor([[Math.log(0.25), Math.log(0.25)]])]);
  const expected = product(experts, { loc: 2, variance: 0.25 });
  t.true(near(other.loc, expected.loc) && near(other.variance, expected.variance));
});

test('without any modality the product is the prior, exactly', (t) => {
  t.deepEqual(apply(experts.map(missing)), { loc: [0, 0], variance: [1, 1] });
});

test('extreme variances neither overflow nor vanish', (t) => {
  const narrow: Expert = { loc: [3, 3], logVariance: [-200, 200], present: 1 };
  const found = apply([narrow, experts[0]!]);
  t.true(near(found.loc.slice(0, 1), [3]) && found.loc.every(Number.isFinite));
  t.true(near(found.loc.slice(1), product([experts[0]!], standard).loc.slice(1)));
});

/** The slope of a sum over outputs by one input, along a direction. */
function slopesAgree(f: (input: Tensor) => Tensor, at: readonly number[]): boolean {
  const slopes = numbers(grad((input: Tensor) => f(input))(tensor([at])));
  const step = 1e-2;
  return at.every((_value, index) => {
    const moved = (by: number): number =>
      itemAt(numbers(f(tensor([at.map((value, other) => (other === index ? value + by : value))]))), 0);
    const slope = (moved(step) - moved(-step)) / (2 * step);
    return Math.abs(slope - itemAt(slopes, index)) < 2e-3 * (1 + Math.abs(slope));
  });
}

test('gradients of the product agree with finite differences, and are 0 for a missing expert', (t) => {
  const [first, second] = experts as [Expert, Expert, Expert];
  const weights = tensor([[0.6, -1.1]]);
  for (const kind of ['loc', 'logVariance'] as const) {
    const f = (present: number) => (input: Tensor) => {
      const own = { loc: tensor([first.loc]), logVariance: tensor([first.logVariance]), [kind]: input };
      const [loc, logVariance] = productOf([
        { ...own, present: tensor([[present]]) },
        {
          loc: tensor([second.loc]),
          logVariance: tensor([second.logVariance]),
          present: tensor([[1]]),
        },
      ]);
      return sum(mul(weights, add(loc, logVariance)));
    };
    t.true(slopesAgree(f(1), first[kind]), kind);
    t.deepEqual(numbers(grad(f(0))(tensor([first[kind]]))).map(Math.abs), [0, 0]);
  }
});

const logNormal = (z: readonly number[], { loc, variance }: { loc: number[]; variance: number[] }): number =>
  z.reduce(
    (total, value, index) =>
      total -
      (Math.log(2 * Math.PI * itemAt(variance, index)) +
        (value - itemAt(loc, index)) ** 2 / itemAt(variance, index)) /
        2,
    0,
  );

const mixtureAt = (all: readonly Expert[], products: boolean): NormalMixture => {
  const layer = new MixtureOfExperts({ products });
  const [logits, loc, logVariance] = layer.apply(tensors(all)) as [Tensor, Tensor, Tensor];
  return new NormalMixture(logits, loc, exp(mul(logVariance, 0.5)));
};

const logMean = (terms: readonly number[]): number =>
  Math.log(terms.reduce((total, term) => total + Math.exp(term), 0) / terms.length);

test('the log-density of the mixture is the mean of the present experts’ densities', (t) => {
  const z = [0.4, 0.9];
  for (const all of [experts, [experts[0]!, missing(experts[1]!), experts[2]!]]) {
    const present = all.filter((expert) => expert.present === 1);
    const [found = NaN] = numbers(mixtureAt(all, false).logProb(tensor([z])));
    t.true(Math.abs(found - logMean(present.map((expert) => logNormal(z, product([expert]))))) < 1e-5);
  }
});

test('a mixture of products has a component for each subset of the present experts', (t) => {
  const z = [0.4, 0.9];
  const [first, second, third] = experts as [Expert, Expert, Expert];
  const subsets = [[first], [third], [first, third]];
  const [found = NaN] = numbers(mixtureAt([first, missing(second), third], true).logProb(tensor([z])));
  t.true(Math.abs(found - logMean(subsets.map((subset) => logNormal(z, product(subset))))) < 1e-5);
});

test('without any modality the mixture is standard normal', (t) => {
  const z = [0.4, 0.9];
  for (const products of [false, true]) {
    const mixture = mixtureAt(experts.map(missing), products);
    const [found = NaN] = numbers(mixture.logProb(tensor([z])));
    t.true(Math.abs(found - logNormal(z, { loc: [0, 0], variance: [1, 1] })) < 1e-5);
  }
});

test('draws of the mixture are of present experts alone, also at the end of the unit interval', (t) => {
  const last = 1 - 2 ** -24;
  for (const all of [
    [...experts, missing(experts[0]!)],
    [missing(experts[0]!), experts[1]!, missing(experts[2]!)],
  ]) {
    const mixture = mixtureAt(all, false);
    for (const first of [0, 0.3, 0.34, 0.67, last]) {
      const [z0 = NaN, z1 = NaN] = numbers(mixture.sample(tensor([[first, 0.5]])));
      // The second number of the noise is the median: the location of the chosen expert.
      const locations = all.filter(({ present }) => present === 1).map(({ loc }) => itemAt(loc, 1));
      t.true(Number.isFinite(z0), `${first}`);
      t.true(
        locations.some((loc) => Math.abs(loc - z1) < 1e-5),
        `${first}: ${z1}`,
      );
    }
  }
});

test('a modality is present where any value is observed; a one-hot vector of zeros is missing', (t) => {
  const values = tensor([
    [NaN, 0],
    [NaN, NaN],
    [0, 1],
    [0, 0],
  ]);
  t.deepEqual(numbers(new ModalityPresent({}).apply(values) as Tensor), [1, 0, 1, 1]);
  t.deepEqual(numbers(new ModalityPresent({ zerosAreMissing: true }).apply(values) as Tensor), [0, 0, 1, 0]);
});
