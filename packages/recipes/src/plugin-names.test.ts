import { likelihoodPart, parseSpec } from '@helmholtz/core';
import { normalLikelihood } from '@helmholtz/layers';
import { buildModel } from './container.js';
import * as recipeParts from './parts.js';
import { defineSpec, type SpecInput } from './spec-input.js';
import test from 'ava';
import '@helmholtz/testing/cpu-backend';
import { z } from 'zod';

// As the author of a plugin writes it. The compiler derives names and options from it.
const parts = {
  likelihoods: [
    likelihoodPart({
      name: 'wide',
      description: 'a normal distribution of a scale of its own',
      options: z.strictObject({ factor: z.number().default(3) }),
      parameterShape: (eventShape) => eventShape,
      head: (config, { factor }) => normalLikelihood({ ...config, scale: factor }),
    }),
  ],
};

const spec = defineSpec<typeof parts>({
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
  likelihood: { name: 'wide', factor: 2 },
});

const misspelled: SpecInput<typeof parts>[] = [
  // @ts-expect-error: a name that neither we nor the plugin have
  { ...spec, likelihood: 'wid' },
  // @ts-expect-error: an option that the plugin's part does not have
  { ...spec, likelihood: { name: 'wide', facter: 2 } },
  // @ts-expect-error: a value that its schema refuses
  { ...spec, likelihood: { name: 'wide', factor: '2' } },
  // @ts-expect-error: a likelihood, not a prior
  { ...spec, prior: 'wide' },
];

// @ts-expect-error: without the plugin's parts its names are unknown
const unknown: SpecInput = { ...spec, likelihood: 'wide' };

test('the names and options of a plugin compile, ours still do, and others do not', (t) => {
  const ours: SpecInput<typeof parts>[] = [
    { ...spec, likelihood: 'laplace' },
    { ...spec, likelihood: 'wide', posterior: 'precisionWeighted', prior: 'vampPrior' },
    { ...spec, prior: { name: 'laplace', scale: 2 }, noise: 'zero', objective: 'importanceWeightedBound' },
  ];
  for (const one of [...ours, ...misspelled, unknown]) t.is(parseSpec(one).recipe, one.recipe);
});

test('a model takes the parts of a plugin, and knows them by their lists', (t) => {
  t.is(buildModel<typeof parts>(spec, [parts]).observed[0]!.likelihood.family, 'normal');
  t.throws(() => buildModel<typeof parts>(spec), { message: 'There is no likelihood named "wide".' });
  t.true(recipeParts.recipes.some(({ name }) => name === 'vae'));
});
