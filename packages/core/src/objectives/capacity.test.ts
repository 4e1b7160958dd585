import { grad, scalar, tensor, type Tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import { Normal } from '@helmholtz/distributions';
import { viewOfTerms } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import '@helmholtz/testing/cpu-backend';
import type { Capacity } from './capacity.js';
import { elbo } from './elbo.js';

const unit = new Normal(tensor(0), tensor(1));

/** A latent with KL divergences loc^2 / 2 for a batch of two, and no observed variable. */
const terms = (loc: Tensor): ModelTerms => ({
  latents: [{ name: 'z', shape: [1], posterior: new Normal(loc, tensor(1)), prior: unit, value: loc }],
  observed: [],
});

/** Mean KL divergence of 2.5. */
const loc = tensor([[1], [3]]);

const lossAt =
  (capacity: Capacity, coefficients = {}) =>
  (at: Tensor) =>
    elbo({ capacity }).evaluate(viewOfTerms(terms(at)), { training: true, coefficients }).loss;

const lossOf = (capacity: Capacity, coefficients = {}): number =>
  lossAt(capacity, coefficients)(loc).dataSync()[0]!;

test('the loss is gamma times the distance of the mean KL divergence from the capacity', (t) => {
  t.is(lossOf({ nats: 2.5 }), 0);
  t.is(lossOf({ nats: 2, gamma: 10 }), 5);
  t.is(lossOf({ nats: 4, gamma: 10 }), 15);
  t.is(lossOf({ nats: 0, gamma: 1 }), 2.5, 'a capacity of 0 is the KL divergence');
});

test('the gradient drives the KL divergence towards the capacity from both sides', (t) => {
  const gradient = (nats: number): number[] => Array.from(grad(lossAt({ nats, gamma: 10 }))(loc).dataSync());
  // d/dloc of the mean of loc^2 / 2 is loc / 2.
  t.deepEqual(gradient(2), [5, 15]);
  t.deepEqual(gradient(4), [-5, -15]);
});

test('the capacity rises as a coefficient, and has its full value outside of training', (t) => {
  const objective = elbo({ capacity: { nats: 25, warmUp: 0.5 } });
  const at = (step: number) =>
    objective.coefficients!({ step, totalSteps: 1000, epoch: 1, epochs: 1, stepsPerEpoch: 1000 });
  t.deepEqual(
    [0, 100, 500, 900].map((step) => at(step)['capacity']),
    [0, 5, 25, 25],
  );
  t.deepEqual(objective.coefficients!(undefined), { capacity: 25 });
  t.is(lossOf({ nats: 25, gamma: 2, warmUp: 10 }, { capacity: scalar(1.5) }), 2);
});

test('the metrics equal the metrics of the bound', (t) => {
  const { metrics } = elbo({ capacity: { nats: 9 } }).evaluate(viewOfTerms(terms(loc)), {
    training: true,
    coefficients: {},
  });
  t.is(metrics['nelbo']!.dataSync()[0], 2.5);
  t.is(metrics['kl']!.dataSync()[0], 2.5);
});

test('throws an error that names the other weight of the KL divergence beside a capacity', (t) => {
  const capacity = { nats: 1 };
  for (const [other, name] of [
    [{ beta: 4 }, 'a beta of 4'],
    [{ warmUp: 0.5 }, 'a warm-up of beta'],
    [{ freeBits: { nats: 1 } }, 'free bits'],
  ] as const) {
    t.throws(() => elbo({ capacity, ...other }), {
      instanceOf: HelmholtzError,
      message: `The ELBO was given a capacity and ${name}.`,
    });
  }
  t.notThrows(() => elbo({ capacity, beta: 1 }));
  t.throws(() => elbo({ capacity: { nats: -1 } }), { message: /capacity is -1 nats/ });
});
