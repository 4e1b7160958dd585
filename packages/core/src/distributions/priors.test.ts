import { scalar } from '@tensorflow/tfjs-core';
import test from 'ava';

import { HelmholtzError } from '../errors.js';
import '../testing/backend.js';
import { Normal } from './normal.js';
import { type PriorConfig, priorDistribution, priorFamilies, registerPrior } from './priors.js';

function momentsOf(config: PriorConfig): number[] {
  const prior = priorDistribution(config);
  return [prior.mean().dataSync()[0]!, prior.variance().dataSync()[0]!];
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
    message: /^The prior "normal" was given variance: 2\.$/,
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
  test(`${what} is refused`, (t) => {
    const error = t.throws(() => priorDistribution(config), { instanceOf: HelmholtzError, message });
    t.is(error.kind, 'usage');
    t.regex(error.hint!, hint);
  });
}

test('a registered family is found by its name and listed', (t) => {
  const family = {
    name: 'shifted',
    description: 'N(shift, 1)',
    parameters: { shift: 5 },
    distribution: ({ shift }: Readonly<Record<string, number>>) => new Normal(scalar(shift!), scalar(1)),
  };
  registerPrior(family);
  t.deepEqual(momentsOf({ name: 'shifted' }), [5, 1]);
  t.true(priorFamilies().includes(family));
});
