import { scalar, tensor } from '@tensorflow/tfjs-core';
import { meanOf, varianceOf } from './distribution.js';
import test from 'ava';

import { HelmholtzError } from '@helmholtz/base';
import '@helmholtz/testing/cpu-backend';
import { Normal } from './families/normal.js';
import type { PriorConfig } from './family.js';
import {
  checkPrior,
  familyDistribution,
  orderedParameters,
  parametersOf,
  priorDistribution,
  priorFamilies,
  registerDistribution,
} from './registry.js';

function momentsOf(config: PriorConfig): number[] {
  const prior = priorDistribution(config);
  return [meanOf(prior).dataSync()[0]!, varianceOf(prior).dataSync()[0]!];
}

test('priors by name, with constants or their defaults', (t) => {
  t.deepEqual(momentsOf({ name: 'standardNormal' }), [0, 1]);
  t.deepEqual(momentsOf({ name: 'normal' }), [0, 1]);
  t.deepEqual(momentsOf({ name: 'normal', loc: -3, scale: 2 }), [-3, 4]);
});

const refused: Record<string, { config: PriorConfig; message: RegExp; hint: RegExp }> = {
  'an unknown name': {
    config: { name: 'standardNormall' },
    message: /^There is no prior named "standardNormall"\.$/,
    hint: /Did you mean "standardNormal"\?/,
  },
  'a constant it does not take': {
    config: { name: 'normal', variance: 2 },
    message: /^The prior "normal" has variance: 2\.$/,
    hint: /loc, scale/,
  },
  'a constant where it takes none': {
    config: { name: 'standardNormal', loc: 1 },
    message: /loc: 1/,
    hint: /nothing/,
  },
  'a constant that every object inherits': {
    config: { name: 'normal', toString: 2 },
    message: /toString: 2/,
    hint: /loc, scale/,
  },
  'a constant that is no number': {
    config: { name: 'normal', scale: 'two' },
    message: /scale: two/,
    hint: /numbers/,
  },
  'a scale of zero': { config: { name: 'normal', scale: 0 }, message: /scale: 0/, hint: /positive/ },
  'a negative scale': { config: { name: 'normal', scale: -1 }, message: /scale: -1/, hint: /positive/ },
  'a scale that is NaN': { config: { name: 'normal', scale: NaN }, message: /scale: NaN/, hint: /numbers/ },
};

for (const [what, { config, message, hint }] of Object.entries(refused)) {
  test(`throws an error with a hint for ${what}`, (t) => {
    const error = t.throws(() => priorDistribution(config), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'usage');
    t.regex(error.hint!, hint);
  });
}

test('parameters of a family are tensors, in order or by name', (t) => {
  t.deepEqual(parametersOf('normal'), ['loc', 'logVariance']);
  const distribution = familyDistribution('normal', [tensor([3]), tensor([Math.log(4)])]);
  t.deepEqual(Array.from(meanOf(distribution).dataSync()), [3]);
  t.true(Math.abs(varianceOf(distribution).dataSync()[0]! - 4) < 1e-6);
  t.deepEqual(orderedParameters('q', 'normal', { logVariance: 2, loc: 1 }), [1, 2]);
});

test('a missing or unknown parameter is an error that names the family', (t) => {
  const wrong = (given: Record<string, number>) =>
    t.throws(() => orderedParameters('the prior of "z1"', 'normal', given), { instanceOf: HelmholtzError });
  t.is(wrong({ loc: 1 }).message, 'The parameters of the prior of "z1" are wrong: it lacks "logVariance".');
  const error = wrong({ loc: 1, logVariance: 2, scale: 1 });
  t.is(error.message, 'The parameters of the prior of "z1" are wrong: it has an unknown "scale".');
  t.is(error.hint, 'The distribution "normal" has the parameters loc, logVariance.');
  t.is(error.kind, 'graph');
});

test('a family with constants only cannot be a distribution in a graph', (t) => {
  const error = t.throws(() => parametersOf('standardNormal'), { instanceOf: HelmholtzError });
  t.is(error.message, 'There is no distribution named "standardNormal".');
  t.regex(error.hint!, /normal/);
});

test('a registered family is found by its name and listed where it can be a prior', (t) => {
  const distribution = ({ shift }: Readonly<Record<string, number>>) => new Normal(scalar(shift!), scalar(1));
  const family = {
    name: 'shifted',
    description: 'N(shift, 1)',
    constants: { parameters: { shift: 5 }, distribution },
  };
  registerDistribution(family);
  registerDistribution({ name: 'unstated', description: 'of tensors alone' });
  t.deepEqual(momentsOf({ name: 'shifted' }), [5, 1]);
  t.true(priorFamilies().includes(family));
  t.false(priorFamilies().some(({ name }) => name === 'unstated'));
});

test('a prior must have a density at draws from the posterior', (t) => {
  for (const prior of ['standardNormal', 'laplace', 'logitRelaxedBernoulli', 'multivariateNormal'])
    t.notThrows(() => checkPrior('z', 'normal', prior));
  t.notThrows(() => checkPrior('z', 'beta', 'normal'), 'a narrower posterior is one');
  const error = t.throws(() => checkPrior('z', 'logitRelaxedBernoulli', 'relaxedBernoulli'), {
    instanceOf: HelmholtzError,
  });
  t.is(error.kind, 'usage');
  t.is(
    error.message,
    'The latent "z" is drawn from "logitRelaxedBernoulli", of any finite number, ' +
      'but its prior is "relaxedBernoulli", of numbers between 0 and 1, without 0 and 1 themselves.',
  );
  t.regex(error.hint!, /Priors that fit: logitRelaxedBernoulli, .*standardNormal/);
  t.notRegex(error.hint!, /beta|logNormal|logRelaxedCategorical/);
  t.throws(() => checkPrior('z', 'normal', 'logRelaxedCategorical'), {
    message: /add up to 1 along the last axis/,
  });
});

test('a family without a declared support is accepted', (t) => {
  registerDistribution({ name: 'unsaid', description: 'of what it likes' });
  t.notThrows(() => checkPrior('z', 'normal', 'unsaid'));
  t.notThrows(() => checkPrior('z', 'unsaid', 'beta'));
});
