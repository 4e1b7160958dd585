import { type Tensor, grad, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { viewOfTerms } from '../graph/model-view.js';
import { Distribution, Normal } from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import type { ModelTerms } from '../graph/terms.js';
import '@helmholtz/testing/cpu-backend';
import { elbo } from './elbo.js';
import type { FreeBits } from './free-bits.js';

const context = { training: true, coefficients: {} };
const unit = new Normal(tensor(0), tensor(1));

/**
 * A latent of two dimensions whose KL divergence is loc^2 / 2, for a batch of two; its value is its
 * loc.
 */
const terms = (loc: Tensor): ModelTerms => ({
  latents: [{ name: 'z', shape: [2], posterior: new Normal(loc, tensor(1)), prior: unit, value: loc }],
  observed: [],
});

/** Averaged over the batch: 2.5 of the first dimension, 0.25 of the second. */
const loc = tensor([
  [1, 1],
  [3, 0],
]);

const lossOf = (freeBits: FreeBits | undefined, beta = 1) =>
  elbo({ freeBits, beta })
    .evaluate(viewOfTerms(terms(loc)), context)
    .loss.dataSync()[0]!;

test('each dimension counts for no less than its free nats, after the mean over the batch', (t) => {
  t.is(lossOf(undefined), 2.75);
  t.is(lossOf({ nats: 0.5 }), 3);
  t.is(lossOf({ nats: 3 }), 6);
  t.is(lossOf({ nats: 0.2 }), 2.75);
  t.is(lossOf({ nats: 0.5 }, 2), 6, 'beta weights the counted nats');
});

test('or each latent as a whole', (t) => {
  t.is(lossOf({ nats: 0.5, per: 'latent' }), 2.75);
  t.is(lossOf({ nats: 3, per: 'latent' }), 3);
});

test('the metrics equal the metrics of the bound', (t) => {
  const { metrics } = elbo({ freeBits: { nats: 9 } }).evaluate(viewOfTerms(terms(loc)), context);
  t.is(metrics['kl']!.dataSync()[0], 2.75);
  t.is(metrics['nelbo']!.dataSync()[0], 2.75);
});

test('free nats have no gradient', (t) => {
  const loss = (at: Tensor) =>
    elbo({ freeBits: { nats: 0.5 } }).evaluate(viewOfTerms(terms(at)), context).loss;
  t.deepEqual(Array.from(grad(loss)(loc).dataSync()), [0.5, 0, 1.5, 0]);
});

test('an estimated divergence is averaged over samples, too', (t) => {
  // log q - log p at the value z: loc (z - loc / 2), here at two draws for each of two examples.
  const value = tensor([1, 1, 3, 0, 2, 3, 4, 7], [2, 2, 2]);
  const sampled = { ...terms(loc).latents[0]!, value };
  const loss = (freeBits?: FreeBits) =>
    elbo({ kl: 'monteCarlo', freeBits, samples: 2 })
      .evaluate(viewOfTerms({ latents: [sampled], observed: [], samples: 2 }), context)
      .loss.dataSync()[0]!;
  const first = (0.5 + 4.5 + 1.5 + 7.5) / 4;
  const second = (0.5 + 0 + 2.5 + 0) / 4;
  const close = (given: number, expected: number) => Math.abs(given - expected) < 1e-5;
  t.true(close(loss(), first + second));
  t.true(close(loss({ nats: 1 }), first + 1), `${loss({ nats: 1 })}`);
});

class Joint extends Distribution {
  readonly family = 'joint';
  readonly support = unit.support;
  readonly noise = 'standardNormal';
  override readonly eventRank = 1;
  logProb = (value: Tensor) => value;
  sample = (noise: Tensor) => noise;
  override mean = () => loc;
  override variance = () => loc;
}

test('dimensions that depend on each other have none each', (t) => {
  const joint = { ...terms(loc).latents[0]!, posterior: new Joint() };
  const objective = elbo({ kl: 'monteCarlo', freeBits: { nats: 1 } });
  const error = t.throws(() => objective.evaluate(viewOfTerms({ latents: [joint], observed: [] }), context), {
    instanceOf: HelmholtzError,
  });
  t.is(error.message, 'The KL divergence of the latent "z" is not a sum over its dimensions.');
});
