import { type Tensor, grad, memory, tensor, tidy } from '@tensorflow/tfjs-core';
import test from 'ava';

import { viewOfTerms } from '../graph/model-view.js';
import { Bernoulli, Normal } from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import type { LatentTerm, ModelTerms } from '../graph/terms.js';
import '@helmholtz/testing/cpu-backend';
import { elbo } from './elbo.js';
import type { OnePhaseObjective as Objective } from './objective.js';

const context = { training: true, coefficients: {} };

/**
 * q = N(loc, scale^2) elementwise against p = N(0, 1), for a batch of two and a latent of two
 * elements.
 */
function latentTerm(name: string, loc: number[], scale: number[]): LatentTerm {
  const posterior = new Normal(tensor(loc, [2, 2]), tensor(scale, [2, 2]));
  return { name, shape: [2], posterior, prior: new Normal(tensor(0), tensor(1)), value: undefined };
}

/** A batch of two examples of shape [2, 1] under a Bernoulli, and one latent. */
function terms(): ModelTerms {
  return {
    latents: [latentTerm('z', [1, 0, 0, 2], [1, 1, Math.E, 1])],
    observed: [
      {
        name: 'x',
        shape: [2, 1],
        likelihood: new Bernoulli(tensor([0, Math.log(3), 0, 0], [2, 2, 1])),
        value: tensor([1, 1, 0, 0.5], [2, 2, 1]),
      },
    ],
  };
}

/** By hand: log probs 1/2, 3/4 and 1/2, 1/2 summed over the event, averaged over the batch. */
const logLikelihood = (Math.log(1 / 2) + Math.log(3 / 4) + Math.log(1 / 2) + Math.log(1 / 2)) / 2;

/**
 * By hand: 1/2 of the squared locs 1 and 4, and (e^2 - 1 - 2) / 2 of the one scale that is not 1.
 */
const kl = (0.5 + 2 + (Math.exp(2) - 3) / 2) / 2;

function numbers(objective: Objective, modelTerms: ModelTerms): Record<string, number> {
  const { loss, metrics } = objective.evaluate(viewOfTerms(modelTerms), context);
  return Object.fromEntries(
    Object.entries({ loss, ...metrics }).map(([name, value]) => [name, value.dataSync()[0]!]),
  );
}

const close = (value: number, expected: number): boolean =>
  Math.abs(value - expected) < 1e-6 * Math.abs(expected);

test('sums over the event and averages over the batch, as computed by hand', (t) => {
  const values = numbers(elbo(), terms());
  t.deepEqual(Object.keys(values), [
    'loss',
    'nelbo',
    'expectedLogLikelihood',
    'kl',
    'kl/z',
    'expectedLogLikelihood/x',
  ]);
  t.true(close(values['expectedLogLikelihood']!, logLikelihood));
  t.true(close(values['kl']!, kl));
  t.true(close(values['kl/z']!, kl));
  t.true(close(values['expectedLogLikelihood/x']!, logLikelihood));
  t.true(close(values['nelbo']!, kl - logLikelihood));
  t.is(values['loss'], values['nelbo']);
});

for (const beta of [0, 0.5, 4]) {
  test(`beta ${beta} weighs the divergence in the loss and leaves the metrics alone`, (t) => {
    const { loss, ...metrics } = numbers(elbo({ beta }), terms());
    const { loss: _, ...ofElbo } = numbers(elbo(), terms());
    t.deepEqual(metrics, ofElbo);
    t.true(close(loss!, beta * kl - logLikelihood));
  });
}

test('several latents and observed variables add up; each keeps a term of its own', (t) => {
  const one = terms();
  const second = latentTerm('w', [0, 0, 0, 4], [1, 1, 1, 1]);
  const normal = {
    name: 'y',
    shape: [1],
    likelihood: new Normal(tensor([0, 0], [2, 1]), tensor(1)),
    value: tensor([0, 2], [2, 1]),
  };
  const values = numbers(elbo(), {
    latents: [...one.latents, second],
    observed: [...one.observed, normal],
  });
  t.true(close(values['kl/z']!, kl));
  t.true(close(values['kl/w']!, 4));
  t.true(close(values['kl']!, kl + 4));
  const ofNormal = -Math.log(2 * Math.PI) / 2 - 1;
  t.true(close(values['expectedLogLikelihood']!, logLikelihood + ofNormal));
  t.true(close(values['expectedLogLikelihood/x']!, logLikelihood));
  t.true(close(values['expectedLogLikelihood/y']!, ofNormal));
});

test('a model without latents has the negative log-likelihood alone', (t) => {
  const values = numbers(elbo(), { latents: [], observed: terms().observed });
  t.deepEqual(Object.keys(values), ['loss', 'nelbo', 'expectedLogLikelihood', 'expectedLogLikelihood/x']);
  t.true(close(values['nelbo']!, -logLikelihood));
});

test('its gradient by the posterior is that of the divergence, beta times', (t) => {
  const { observed } = terms();
  const loss = (loc: Tensor) =>
    elbo({ beta: 3 }).evaluate(
      viewOfTerms({
        latents: [
          {
            name: 'z',
            shape: [1],
            posterior: new Normal(loc, tensor(1)),
            prior: new Normal(tensor(0), tensor(1)),
            value: undefined,
          },
        ],
        observed,
      }),
      context,
    ).loss;
  const gradient = grad(loss)(tensor([1, -2], [2, 1]));
  // d/dloc of beta * loc^2 / 2, averaged over a batch of two.
  t.deepEqual(Array.from(gradient.dataSync()), [1.5, -3]);
});

test('leaves nothing behind within a tidy', (t) => {
  const modelTerms = terms();
  const before = memory().numTensors;
  tidy(() => void elbo().evaluate(viewOfTerms(modelTerms), context));
  t.is(memory().numTensors, before);
});

test('a path gradient is of a Monte Carlo KL', (t) => {
  const error = t.throws(() => elbo({ gradient: 'path' }), { instanceOf: HelmholtzError });
  t.regex(error.hint!, /kl: monteCarlo, gradient: path/);
  t.true(elbo({ kl: 'monteCarlo', gradient: 'path' }).pathwise);
  t.false(elbo({ kl: 'monteCarlo' }).pathwise);
});
