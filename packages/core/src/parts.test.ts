import { tensor } from '@tensorflow/tfjs-core';
import test from 'ava';

import { viewOfTerms } from './graph/model-view.js';
import { Normal } from '@helmholtz/distributions';
import { choose } from './injection/choose.js';
import '@helmholtz/testing/cpu-backend';
import { elbo } from './objectives/elbo.js';
import { phasesOf } from './objectives/objective.js';
import type { ObjectivePart } from './injection/parts.js';
import * as own from './parts.js';

const objectives: readonly ObjectivePart[] = own.objectives;

const context = { training: true, coefficients: {} };
const unit = new Normal(tensor(0), tensor(1));
const terms = {
  latents: [
    {
      name: 'z',
      shape: [1],
      posterior: new Normal(tensor([[2]]), tensor(1)),
      prior: unit,
      value: undefined,
    },
  ],
  observed: [],
};

test('every objective has a description of one line', (t) => {
  for (const { name, description } of objectives) t.regex(description, /^[^\n]{10,100}$/, name);
});

test('the networks that a part lists are those of its objective', (t) => {
  for (const { name, networks = [], ...part } of objectives) {
    const objective = part.create(part.options.parse({}));
    t.deepEqual(Object.keys(objective.networks ?? {}), [...networks], name);
  }
});

test('elbo has a beta of 1 by default', (t) => {
  const lossOf = (reference: string | { name: string; beta: number }): number => {
    const { part, options } = choose('objective', objectives, reference);
    return phasesOf(part.create(options))[0]!.evaluate(viewOfTerms(terms), context).loss.dataSync()[0]!;
  };
  t.is(lossOf('elbo'), 2);
  t.is(lossOf({ name: 'elbo', beta: 0.25 }), 0.5);
});

test('elbo takes the length of a warm-up', (t) => {
  const progress = { step: 5, totalSteps: 100, epoch: 1, epochs: 10, stepsPerEpoch: 10 };
  const { part, options } = choose('objective', objectives, { name: 'elbo', beta: 2, warmUp: 0.1 });
  t.deepEqual(part.create(options).coefficients!(progress), { beta: 1 });
  t.throws(() => choose('objective', objectives, { name: 'elbo', warmUp: 0 }), {
    message: 'the objective "elbo" at warmUp: 0 was given, more than 0 was expected.',
  });
});

test('elbo has the number of samples and the kind of KL divergence of its options', (t) => {
  const chosen = choose('objective', objectives, { name: 'elbo', kl: 'monteCarlo', samples: 5 });
  const objective = chosen.part.create(chosen.options);
  t.is(objective.samples, 5);
  t.throws(() => phasesOf(objective)[0]!.evaluate(viewOfTerms(terms), context), {
    message: /value of the latent "z" is not named/,
  });
  t.is(elbo().samples, undefined);
});

test('importanceWeightedBound takes a number of samples, beta and its warm-up', (t) => {
  const chosen = (options: object) => {
    const reference = { name: 'importanceWeightedBound', ...options };
    const { part, options: checked } = choose('objective', objectives, reference);
    return part.create(checked);
  };
  t.is(chosen({}).samples, 5);
  const objective = chosen({ samples: 50, beta: 0.5, warmUp: 10 });
  t.is(objective.samples, 50);
  t.deepEqual(objective.coefficients!(undefined), { beta: 0.5 });
  t.throws(() => chosen({ samples: 0 }), {
    message: 'the objective "importanceWeightedBound" at samples: 0 was given, at least 1 was expected.',
  });
});

test('throws an error that names a negative or misspelled option', (t) => {
  t.throws(() => choose('objective', objectives, { name: 'elbo', beta: -1 }), {
    message: 'the objective "elbo" at beta: -1 was given, at least 0 was expected.',
  });
  t.throws(() => choose('objective', objectives, { name: 'elbo', betta: 1 }), {
    message: 'the objective "elbo": unknown key "betta".',
  });
});
