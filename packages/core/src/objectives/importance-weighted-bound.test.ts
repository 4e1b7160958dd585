import { type Tensor, grad, scalar, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { viewOfTerms } from '../graph/model-view.js';
import { Normal } from '@helmholtz/distributions';
import { HelmholtzError } from '@helmholtz/base';
import type { ModelTerms } from '../graph/terms.js';
import '@helmholtz/testing/cpu-backend';
import { elbo } from './elbo.js';
import { importanceWeightedBound } from './importance-weighted-bound.js';

const context = { training: true, coefficients: {} };

/** x ~ N(z, 1), z ~ N(0, 1) and q = N(loc, 1), at the given draws [samples, batch] and x = 1. */
function terms(draws: readonly number[][], loc: Tensor = tensor([[0]])): ModelTerms {
  const [samples, batch] = [draws.length, draws[0]!.length];
  const value = tensor(draws.flat(), [samples, batch, 1]);
  return {
    latents: [
      {
        name: 'z',
        shape: [1],
        posterior: new Normal(loc, tensor(1)),
        prior: new Normal(tensor(0), tensor(1)),
        value,
      },
    ],
    observed: [
      {
        name: 'x',
        shape: [1],
        likelihood: new Normal(value, tensor(1)),
        value: tensor(Array.from({ length: batch }, () => [1])),
      },
    ],
    samples,
  };
}

/** log N(x; loc, 1) */
const logNormal = (x: number, loc: number): number => -((x - loc) ** 2) / 2 - Math.log(2 * Math.PI) / 2;
const number = (value: Tensor): number => value.dataSync()[0]!;
const near = (value: number, expected: number): boolean =>
  Math.abs(value - expected) < 2e-6 * Math.max(1, Math.abs(expected));

const draws = [
  [0.3, -1],
  [2, 0.5],
  [-0.7, 0],
];

/**
 * The mean over the batch of -log(mean over the draws of w), with p(z) / q to the power of beta.
 */
function byHand(loc: number, beta = 1): number {
  const bounds = [0, 1].map((example) => {
    const weights = draws.map((row) => {
      const z = row[example]!;
      return Math.exp(logNormal(1, z) + beta * (logNormal(z, 0) - logNormal(z, loc)));
    });
    return -Math.log(weights.reduce((sum, weight) => sum + weight, 0) / draws.length);
  });
  return (bounds[0]! + bounds[1]!) / 2;
}

test('is the logarithm of the mean of the weights, as computed by hand', (t) => {
  const { loss, metrics } = importanceWeightedBound({ samples: 3 }).evaluate(
    viewOfTerms(terms(draws, tensor([[0.4]]))),
    context,
  );
  t.deepEqual(Object.keys(metrics), [
    'iwNelbo',
    'nelbo',
    'expectedLogLikelihood',
    'kl',
    'kl/z',
    'expectedLogLikelihood/x',
  ]);
  t.true(near(number(loss), byHand(0.4)), `${number(loss)}, ${byHand(0.4)}`);
  t.is(number(metrics['iwNelbo']!), number(loss));
  t.true(number(loss) < number(metrics['nelbo']!));
  const { metrics: ofElbo } = elbo({ kl: 'monteCarlo' }).evaluate(
    viewOfTerms(terms(draws, tensor([[0.4]]))),
    context,
  );
  for (const [name, value] of Object.entries(ofElbo)) t.is(number(metrics[name]!), number(value), name);
});

test('one sample makes it the NELBO with a Monte Carlo KL', (t) => {
  const one = terms([[0.3, -1]]);
  const { loss } = importanceWeightedBound({ samples: 1 }).evaluate(viewOfTerms(one), context);
  t.true(near(number(loss), number(elbo({ kl: 'monteCarlo' }).evaluate(viewOfTerms(one), context).loss)));
});

test('with the exact posterior every number of samples gives the NLL', (t) => {
  // p(z given x = 1) = N(1/2, 1/2) and p(x) = N(0, 2).
  const { latents, observed } = terms(draws);
  const posterior = new Normal(tensor([[0.5]]), tensor(Math.SQRT1_2));
  const exact = { latents: [{ ...latents[0]!, posterior }], observed, samples: 3 };
  const { loss } = importanceWeightedBound({ samples: 3 }).evaluate(viewOfTerms(exact), context);
  t.true(near(number(loss), 1 / 4 + Math.log(2 * Math.PI * 2) / 2));
});

test('beta weighs prior and posterior in the loss and leaves the metrics alone', (t) => {
  const loc = tensor([[0.4]]);
  const { loss, metrics } = importanceWeightedBound({ samples: 3, beta: 0.25 }).evaluate(
    viewOfTerms(terms(draws, loc)),
    context,
  );
  t.true(near(number(loss), byHand(0.4, 0.25)));
  t.true(near(number(metrics['iwNelbo']!), byHand(0.4)));
});

test('a warm-up of beta is a coefficient', (t) => {
  const objective = importanceWeightedBound({ samples: 3, warmUp: 10 });
  const progress = { step: 5, totalSteps: 100, epoch: 1, epochs: 10, stepsPerEpoch: 10 };
  t.deepEqual(objective.coefficients!(progress), { beta: 0.5 });
  const coefficients = { beta: scalar(0.5) };
  const { loss } = objective.evaluate(viewOfTerms(terms(draws, tensor([[0.4]]))), {
    training: true,
    coefficients,
  });
  t.true(near(number(loss), byHand(0.4, 0.5)));
});

test('its gradient by the posterior at given draws agrees with finite differences', (t) => {
  const loss = (loc: Tensor) =>
    importanceWeightedBound({ samples: 3 }).evaluate(viewOfTerms(terms(draws, loc)), context).loss;
  const expected = (byHand(0.4 + 1e-4) - byHand(0.4 - 1e-4)) / 2e-4;
  const gradient = number(grad(loss)(tensor([[0.4]])));
  t.true(Math.abs(gradient - expected) < 1e-5, `${gradient}, ${expected}`);
});

test('a model in which nothing is drawn has the negative log-likelihood alone', (t) => {
  const { observed } = terms([[0.3, -1]]);
  const likelihood = new Normal(tensor([[0], [2]]), tensor(1));
  const { loss, metrics } = importanceWeightedBound({ samples: 3 }).evaluate(
    viewOfTerms({ latents: [], observed: [{ ...observed[0]!, likelihood }], samples: 3 }),
    context,
  );
  t.deepEqual(Object.keys(metrics), ['iwNelbo', 'nelbo', 'expectedLogLikelihood', 'expectedLogLikelihood/x']);
  t.true(near(number(loss), 1 / 2 + Math.log(2 * Math.PI) / 2));
});

test('the doubly reparameterized gradient throws an error for terms without a path', (t) => {
  const objective = importanceWeightedBound({ samples: 3, gradient: 'doublyReparameterized' });
  const error = t.throws(() => objective.evaluate(viewOfTerms(terms(draws)), context), {
    instanceOf: HelmholtzError,
  });
  t.regex(error.hint!, /pathwise: true/);
  t.true(
    near(
      number(objective.evaluate(viewOfTerms(terms(draws)), { ...context, training: false }).loss),
      byHand(0),
    ),
  );
});
