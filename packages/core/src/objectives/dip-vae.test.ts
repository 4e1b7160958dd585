import { type Tensor, grad, slice, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { Normal } from '@helmholtz/distributions';
import { viewOfTerms } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import '@helmholtz/testing/cpu-backend';
import { type LatentTraits, latentTraits } from '../graph/latent-traits.js';
import { tinyModel } from '../testing/tiny-model.js';
import { type DipVaeOptions, dipVae } from './dip-vae.js';
import { elbo } from './elbo.js';

const context = { training: true, coefficients: {} };
const unit = new Normal(tensor(0), tensor(1));

/** Means with the variances 8/3 and 2 and the covariance 2 over the three examples. */
const means = tensor([
  [1, 0],
  [-1, 0],
  [3, 3],
]);
/** Mean variances of 1/2 and 4. */
const scales = tensor([
  [Math.sqrt(0.5), 2],
  [Math.sqrt(0.5), 2],
  [Math.sqrt(0.5), 2],
]);

const terms = (loc: Tensor, scale: Tensor = scales): ModelTerms => ({
  latents: [{ name: 'z', shape: [2], posterior: new Normal(loc, scale), prior: unit, value: undefined }],
  observed: [],
});

function numbers(options: DipVaeOptions, modelTerms = terms(means)): Record<string, number> {
  const { loss, metrics } = dipVae(options).evaluate(viewOfTerms(modelTerms), context);
  return Object.fromEntries(
    Object.entries({ loss, ...metrics }).map(([name, value]) => [name, value.dataSync()[0]!]),
  );
}

const near = (value: number | undefined, expected: number): boolean =>
  Math.abs((value ?? NaN) - expected) < 1e-5 * Math.max(1, Math.abs(expected));

test('variant I penalizes the covariance of the means, as computed by hand', (t) => {
  const { loss, nelbo, covariancePenalty, variancePenalty } = numbers({ offDiagonal: 3, diagonal: 0.5 });
  t.true(near(covariancePenalty, 2 * 2 ** 2));
  t.true(near(variancePenalty, (8 / 3 - 1) ** 2 + 1));
  t.true(near(loss! - nelbo!, 3 * 8 + 0.5 * ((5 / 3) ** 2 + 1)));
});

test('variant II adds the mean variance of the posteriors', (t) => {
  const { loss, nelbo, covariancePenalty, variancePenalty } = numbers({ variant: 'II', offDiagonal: 3 });
  const ofVariances = (8 / 3 + 0.5 - 1) ** 2 + (2 + 4 - 1) ** 2;
  t.true(near(covariancePenalty, 8));
  t.true(near(variancePenalty, ofVariances));
  t.true(near(loss! - nelbo!, 3 * 8 + 3 * ofVariances), 'the diagonal has the same weight by default');
});

test('codes with the covariance I have no penalty', (t) => {
  const corners = tensor([
    [1, 1],
    [1, -1],
    [-1, 1],
    [-1, -1],
  ]);
  const { covariancePenalty, variancePenalty } = numbers({}, terms(corners, tensor(1)));
  t.is(covariancePenalty, 0);
  t.is(variancePenalty, 0);
});

test('the elements of several latents are joined', (t) => {
  const [z] = terms(means).latents;
  const apart = [0, 1].map((index) => {
    const [loc, scale] = [means, scales].map((parameter) => slice(parameter, [0, index], [3, 1]));
    return { ...z!, name: `z${index}`, shape: [1], posterior: new Normal(loc!, scale!) };
  });
  const together = numbers({ variant: 'II' });
  const { loss, covariancePenalty } = numbers({ variant: 'II' }, { latents: apart, observed: [] });
  t.true(near(loss, together['loss']!));
  t.true(near(covariancePenalty, 8));
});

test('the gradient agrees with finite differences', (t) => {
  for (const variant of ['I', 'II'] as const) {
    const loss = (loc: Tensor) =>
      dipVae({ variant, offDiagonal: 0.3, diagonal: 0.2 }).evaluate(viewOfTerms(terms(loc)), context).loss;
    const gradient = grad(loss)(means).dataSync();
    means.dataSync().forEach((_, index) => {
      const moved = (by: number): number => {
        const values = Float32Array.from(means.dataSync());
        values[index]! += by;
        return loss(tensor(values, [3, 2])).dataSync()[0]!;
      };
      const expected = (moved(1e-2) - moved(-1e-2)) / 2e-2;
      t.true(Math.abs(gradient[index]! - expected) < 1e-2, `${gradient[index]}, ${expected}`);
    });
  }
});

test('a batch of one has no covariance of means', (t) => {
  const one = terms(slice(means, 0, 1), slice(scales, 0, 1));
  const { loss, covariancePenalty, variancePenalty } = numbers({}, one);
  t.is(covariancePenalty, 0);
  t.is(variancePenalty, 2);
  t.true(Number.isFinite(loss));
});

test('throws an error for a posterior without a mean, and for a model without a prior', (t) => {
  const traits = latentTraits(tinyModel().latents[0]!)!;
  const check = (latents: readonly LatentTraits[]) => dipVae().check!(latents);
  t.deepEqual(check([traits]), elbo().check!([traits]));
  const error = t.throws(() => check([{ ...traits, posteriorMean: false }]), { instanceOf: HelmholtzError });
  t.regex(error.message, /^The objective "dipVae" needs the mean of the posterior of "z"/);
  t.throws(() => check([]), { message: /needs a latent with a posterior and a prior/ });
  t.throws(() => dipVae({ variant: 'II' }).check!([{ ...traits, independentElements: false }]), {
    message: /the mean and the variance of the posterior/,
  });
  t.notThrows(() => check([{ ...traits, independentElements: false }]));
});
