import { type Tensor, grad, tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { Normal } from '@helmholtz/distributions';
import { viewOfTerms } from '../graph/model-view.js';
import type { ModelTerms } from '../graph/terms.js';
import '@helmholtz/testing/cpu-backend';
import { combinedImportanceWeighted } from './combined-importance-weighted.js';
import { elbo } from './elbo.js';
import { importanceWeightedBound } from './importance-weighted-bound.js';
import { multiplyImportanceWeighted } from './multiply-importance-weighted.js';
import { phasesOf, type Objective } from './objective.js';
import { partiallyImportanceWeighted } from './partially-importance-weighted.js';

const context = { training: true, coefficients: {} };

/** Draws of a latent, [samples = 4, batch = 2]. */
const draws = [
  [0.3, -1],
  [2, 0.5],
  [-0.7, 0],
  [1.1, 1.4],
];

/** x ~ N(z, 1), z ~ N(0, 1) and q = N(loc, 1) at x = 1. */
function terms(loc: Tensor = tensor([[0.4]]), samples = draws): ModelTerms {
  const value = tensor(samples.flat(), [samples.length, 2, 1]);
  const unit = new Normal(tensor(0), tensor(1));
  return {
    latents: [{ name: 'z', shape: [1], posterior: new Normal(loc, tensor(1)), prior: unit, value }],
    observed: [
      { name: 'x', shape: [1], likelihood: new Normal(value, tensor(1)), value: tensor([[1], [1]]) },
    ],
    samples: samples.length,
  };
}

/** log N(x; loc, 1) */
const logNormal = (x: number, loc: number): number => -((x - loc) ** 2) / 2 - Math.log(2 * Math.PI) / 2;

/** Weight of a draw. */
const weight = (z: number, loc = 0.4): number =>
  Math.exp(logNormal(1, z) + logNormal(z, 0) - logNormal(z, loc));

/** Mean over examples and groups of -log(mean of w). Group m has the draws m, m + M, ... */
function byHand(groups: number, loc = 0.4): number {
  const bounds = [0, 1].flatMap((example) =>
    Array.from({ length: groups }, (_, group) => {
      const weights = draws
        .filter((_draw, index) => index % groups === group)
        .map((row) => weight(row[example]!, loc));
      return -Math.log(weights.reduce((sum, value) => sum + value, 0) / weights.length);
    }),
  );
  return bounds.reduce((sum, bound) => sum + bound, 0) / bounds.length;
}

function numbers(objective: Objective, modelTerms = terms(), phase = 0): Record<string, number> {
  const { loss, metrics } = phasesOf(objective)[phase]!.evaluate(viewOfTerms(modelTerms), context);
  return Object.fromEntries(
    Object.entries({ loss, ...metrics }).map(([name, value]) => [name, value.dataSync()[0]!]),
  );
}

const near = (value: number | undefined, expected: number): boolean =>
  Math.abs((value ?? NaN) - expected) < 2e-6 * Math.max(1, Math.abs(expected));

test('MIWAE is the mean of the bounds of its groups, as computed by hand', (t) => {
  const { loss, miwNelbo, iwNelbo, nelbo } = numbers(multiplyImportanceWeighted({ bounds: 2, samples: 2 }));
  t.true(near(loss, byHand(2)));
  t.is(miwNelbo, loss);
  t.true(near(iwNelbo, byHand(1)));
  t.true(near(nelbo, byHand(4)));
});

test('MIWAE with one bound is the importance-weighted bound, with one draw the ELBO', (t) => {
  const iwae = numbers(importanceWeightedBound({ samples: 4 }));
  t.true(near(numbers(multiplyImportanceWeighted({ bounds: 1, samples: 4 }))['loss'], iwae['loss']!));
  const bound = numbers(elbo({ kl: 'monteCarlo', samples: 4 }));
  t.true(near(numbers(multiplyImportanceWeighted({ bounds: 4, samples: 1 }))['loss'], bound['loss']!));
});

test('CIWAE lies between the ELBO and the importance-weighted bound', (t) => {
  const at = (elboShare: number) => numbers(combinedImportanceWeighted({ elboShare, samples: 4 }))['loss'];
  t.true(near(at(0), byHand(1)));
  t.true(near(at(1), byHand(4)));
  t.true(near(at(0.3), 0.3 * byHand(4) + 0.7 * byHand(1)));
});

test('PIWAE has all draws in the generative phase and groups of them in the other', (t) => {
  const objective = partiallyImportanceWeighted({ bounds: 2, samples: 2 });
  t.is(objective.samples, 4);
  t.true(near(numbers(objective)['loss'], byHand(1)));
  const recognition = numbers(objective, terms(), 1);
  t.deepEqual(Object.keys(recognition), ['loss', 'miwNelbo']);
  t.true(near(recognition['loss'], byHand(2)));
});

test('gradients by the posterior agree with finite differences', (t) => {
  const cases: readonly (readonly [Objective, (loc: number) => number])[] = [
    [multiplyImportanceWeighted({ bounds: 2, samples: 2 }), (loc) => byHand(2, loc)],
    [
      combinedImportanceWeighted({ elboShare: 0.3, samples: 4 }),
      (loc) => 0.3 * byHand(4, loc) + 0.7 * byHand(1, loc),
    ],
  ];
  for (const [objective, value] of cases) {
    const loss = (loc: Tensor) => phasesOf(objective)[0]!.evaluate(viewOfTerms(terms(loc)), context).loss;
    const gradient = grad(loss)(tensor([[0.4]])).dataSync()[0]!;
    const expected = (value(0.4 + 1e-4) - value(0.4 - 1e-4)) / 2e-4;
    t.true(Math.abs(gradient - expected) < 1e-5, `${objective.name}: ${gradient}, ${expected}`);
  }
});

test('a model in which nothing is drawn has the negative log-likelihood alone', (t) => {
  const { observed } = terms();
  const likelihood = new Normal(tensor([[0], [2]]), tensor(1));
  const plain = { latents: [], observed: [{ ...observed[0]!, likelihood }], samples: 4 };
  for (const objective of [
    multiplyImportanceWeighted({ bounds: 2, samples: 2 }),
    combinedImportanceWeighted({ samples: 4 }),
    partiallyImportanceWeighted({ bounds: 2, samples: 2 }),
  ]) {
    t.true(near(numbers(objective, plain)['loss'], 1 / 2 + Math.log(2 * Math.PI) / 2), objective.name);
  }
});
