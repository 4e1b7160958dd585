import { type Tensor, concat, memory, neg, tensor, tidy } from '@tensorflow/tfjs-core';
import { meanOf, varianceOf } from '@helmholtz/distributions';
import { layers } from '@tensorflow/tfjs-layers';
import test from 'ava';

import { viewOfTerms } from './model-view.js';
import { HelmholtzError } from '@helmholtz/base';
import { elbo } from '../objectives/elbo.js';
import { importanceWeightedBound } from '../objectives/importance-weighted-bound.js';
import { drawNoise } from '../training/noise-tensors.js';
import { tinyModel } from '../testing/tiny-model.js';
import { logLikelihood } from './log-densities.js';
import type { ModelTerms } from './terms.js';

const x = tensor([
  [0, 1, 0.5, 1],
  [1, 0, 0, 0],
  [1, 1, 0, 1],
]);
const numbers = (values: Tensor): number[] => Array.from(values.dataSync());
const near = (value: number, expected: number): boolean =>
  Math.abs(value - expected) < 1e-5 * Math.max(1, Math.abs(expected));

const samples = 4;
const model = tinyModel({ seed: 1 });
/** One tensor of noise per sample, and all of them together, first sample first. */
const draws = Array.from({ length: samples }, (_, sample) => drawNoise(model.noise, 3, 0, [sample])[0]!);
const all = concat(draws);
const context = { training: false, coefficients: {} };

test('several samples equal single samples', (t) => {
  const together = model.terms([x], [all], { samples });
  t.is(together.samples, samples);
  const [z] = together.latents;
  t.deepEqual(z!.value!.shape, [samples, 3, 2]);
  t.deepEqual(meanOf(z!.posterior!).shape, [3, 2], 'what noise does not reach is there once');
  const alone = draws.map((noise) => model.terms([x], [noise]));
  const parts = (measure: (terms: ModelTerms) => Tensor) => alone.flatMap((terms) => numbers(measure(terms)));
  t.deepEqual(
    numbers(z!.value!),
    parts(({ latents }) => latents[0]!.value!),
  );
  t.deepEqual(
    numbers(logLikelihood(together.observed[0]!)),
    parts(({ observed }) => logLikelihood(observed[0]!)),
  );
});

/** Counts the rows that it is run on. */
class Rows extends layers.Layer {
  static readonly className: string = 'TestRows';
  rows = 0;

  override call(inputs: Tensor | Tensor[]): Tensor {
    const [tensor] = [inputs].flat() as [Tensor];
    this.rows += tensor.shape[0];
    return tensor;
  }
}

test('the recognition network is run on the batch once, however many the samples', (t) => {
  const rows = new Rows({ name: 'rows' });
  const counted = tinyModel({ recognition: () => [rows] });
  counted.terms([x], [all], { samples });
  t.is(rows.rows, 3);
});

test('a number of samples that is one has its axis too', (t) => {
  const { latents } = model.terms([x], [draws[0]!], { samples: 1 });
  t.deepEqual(latents[0]!.value!.shape, [1, 3, 2]);
});

test('throws an error with both shapes for noise of another number of samples', (t) => {
  const error = t.throws(() => model.terms([x], [draws[0]!], { samples }), { instanceOf: HelmholtzError });
  t.is(error.message, '"z_noise" was given a tensor of shape [3, 2].');
  t.is(error.hint, 'Expected [12, 2]: noise has 4 samples for each example.');
});

for (const kl of ['analytic', 'monteCarlo'] as const) {
  test(`the bound of several samples is the mean of the bounds of each: ${kl}`, (t) => {
    const evaluate = (terms: ModelTerms) =>
      Object.entries(elbo({ kl }).evaluate(viewOfTerms(terms), context).metrics).map(
        ([name, value]) => [name, value.dataSync()[0]!] as const,
      );
    const alone = draws.map((noise) => evaluate(model.terms([x], [noise])));
    evaluate(model.terms([x], [all], { samples })).forEach(([name, value], index) => {
      const expected = alone.reduce((sum, terms) => sum + terms[index]![1], 0) / samples;
      t.true(near(value, expected), `${name}: ${value}, ${expected}`);
    });
  });
}

test('the Monte Carlo KL approaches the analytic one', (t) => {
  const many = 20_000;
  const noise = drawNoise(model.noise, 3 * many, 0, ['many']);
  const terms = model.terms([x], noise, { samples: many });
  const kl = (kind: 'analytic' | 'monteCarlo') =>
    elbo({ kl: kind }).evaluate(viewOfTerms(terms), context).metrics['kl']!.dataSync()[0]!;
  t.true(Math.abs(kl('monteCarlo') - kl('analytic')) < 0.02 * kl('analytic') + 0.01);
});

test('the importance-weighted bound is that of samples weighed by hand', (t) => {
  const terms = model.terms([x], [all], { samples });
  const { loss, metrics } = importanceWeightedBound({ samples }).evaluate(viewOfTerms(terms), context);

  // By hand, sample by sample and example by example, in double precision.
  const weights = draws.map((noise) => {
    const own = model.terms([x], [noise]);
    const [z, values] = [own.latents[0]!, numbers(own.latents[0]!.value!)];
    const [loc, variance] = [meanOf(z.posterior!), varianceOf(z.posterior!)].map(numbers);
    const probs = numbers(meanOf(own.observed[0]!.likelihood));
    return [0, 1, 2].map((example) => {
      let weight = 0;
      for (const i of [2 * example, 2 * example + 1]) {
        const posterior = -((values[i]! - loc![i]!) ** 2) / (2 * variance![i]!) - Math.log(variance![i]!) / 2;
        weight += -(values[i]! ** 2) / 2 - posterior;
      }
      for (let i = 4 * example; i < 4 * example + 4; i++) {
        const pixel = x.dataSync()[i]!;
        weight += pixel * Math.log(probs[i]!) + (1 - pixel) * Math.log(1 - probs[i]!);
      }
      return weight;
    });
  });
  const expected = [0, 1, 2].map((example) =>
    Math.log(weights.reduce((sum, own) => sum + Math.exp(own[example]!), 0) / samples),
  );
  const byHand = expected.reduce((sum, value) => sum + value, 0) / 3;
  t.true(near(-loss.dataSync()[0]!, byHand), `${-loss.dataSync()[0]!}, ${byHand}`);
  t.is(metrics['iwNelbo']!.dataSync()[0], loss.dataSync()[0]);
  const { metrics: ofElbo } = elbo({ kl: 'monteCarlo' }).evaluate(viewOfTerms(terms), context);
  for (const [name, value] of Object.entries(ofElbo)) t.is(metrics[name]!.dataSync()[0], value.dataSync()[0]);
  t.true(byHand > -ofElbo['nelbo']!.dataSync()[0]!);
});

test('holds nothing beyond a tidy', (t) => {
  const before = memory().numTensors;
  tidy(() => void neg(logLikelihood(model.terms([x], [all], { samples }).observed[0]!)));
  t.is(memory().numTensors, before);
});
