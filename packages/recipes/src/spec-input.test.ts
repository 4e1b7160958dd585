import { HelmholtzError, parseSpec, type PartLists, type Spec } from '@helmholtz/core';
import test from 'ava';

import { assemble } from './container.js';
import { defineSpec, type SpecInput } from './spec-input.js';
import '@helmholtz/testing/cpu-backend';

/**
 * Most of this file is for the compiler: each `@ts-expect-error` fails the build where the literal
 * below it becomes valid. Run, it checks that building a model finds the same mistakes in specs
 * that no compiler has seen.
 */

const base = defineSpec({
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [{ layer: 'dense', units: 3, activation: 'relu' }], generative: [] },
});

const observed = { observed: { shape: [4] }, latents: [{ name: 'z', size: 2 }] };

const mistakes: Record<string, SpecInput> = {
  // @ts-expect-error: a misspelled recipe
  recipe: { ...base, recipe: 'vea' },
  // @ts-expect-error: an option that the recipe does not have
  'recipe option': { ...base, recipe: { name: 'dlgm', recogniton: 'topDown' } },
  // @ts-expect-error: a network that the recipe does not have
  network: { ...observed, recipe: 'vae', networks: { recogniton: [] } },
  // @ts-expect-error: a network that no objective has
  'network of an objective': { ...base, networks: { ...base.networks, clasifier: [] } },
  // @ts-expect-error: a misspelled layer
  layer: { ...base, networks: { recognition: [{ layer: 'dens', units: 3 }], generative: [] } },
  // @ts-expect-error: a misspelled option of a layer
  'layer option': { ...base, networks: { recognition: [{ layer: 'dense', unit: 3 }], generative: [] } },
  // @ts-expect-error: a misspelled likelihood
  likelihood: { ...base, likelihood: 'bernouli' },
  // @ts-expect-error: a misspelled option of a likelihood
  'likelihood option': { ...base, likelihood: { name: 'normal', scael: 3 } },
  // @ts-expect-error: a likelihood that needs an option
  'required option': { ...base, likelihood: 'heterogeneous' },
  // @ts-expect-error: a misspelled posterior
  posterior: { ...base, posterior: 'norml' },
  // @ts-expect-error: a misspelled prior
  prior: { ...base, prior: 'standardNormall' },
  // @ts-expect-error: a misspelled constant of a prior
  'prior constant': { ...base, prior: { name: 'normal', lock: 0 } },
  // @ts-expect-error: a distribution that is no prior
  'no prior': { ...base, prior: 'poisson' },
  // @ts-expect-error: a misspelled noise
  noise: { ...base, noise: 'normal' },
  // @ts-expect-error: a misspelled objective
  objective: { ...base, objective: 'elbow' },
  // @ts-expect-error: a misspelled option of an objective
  'objective option': { ...base, objective: { name: 'elbo', betta: 5 } },
  "latent's posterior": {
    ...base,
    // @ts-expect-error: a misspelled option of a latent's own posterior
    latents: [{ name: 'z', size: 2, posterior: { name: 'normal', scal: 1 } }],
  },
  "latent's prior": {
    ...base,
    // @ts-expect-error: a misspelled constant of a latent's own prior
    latents: [{ name: 'z', size: 2, prior: { name: 'normal', lock: 1 } }],
  },
};

for (const [what, mistake] of Object.entries(mistakes)) {
  test(`a compile error is an error when the model is put together: ${what}`, (t) => {
    t.throws(() => assemble<PartLists>(mistake), { instanceOf: HelmholtzError });
  });
}

const valid: SpecInput[] = [
  base,
  { ...base, likelihood: 'poisson', prior: 'laplace', posterior: 'precisionWeighted', noise: 'zero' },
  { ...base, likelihood: { name: 'normal', scale: 'learned', minimumScale: 0.01 } },
  { ...base, likelihood: { name: 'normalMixture', components: 2, scale: 'network' } },
  {
    ...base,
    prior: { name: 'normal', scale: 2 },
    objective: { name: 'elbo', beta: 4, warmUp: { cycles: 2 } },
  },
  { ...base, prior: { name: 'vampPrior', components: 3 }, objective: { name: 'elbo', kl: 'monteCarlo' } },
  {
    ...base,
    latents: [
      { name: 'z', size: 2, posterior: { name: 'normal', scale: 0.5 }, prior: { name: 'normal', scale: 2 } },
      {
        name: 'c',
        size: 6,
        posterior: { name: 'relaxedCategorical', categories: 3 },
        prior: { name: 'logRelaxedCategorical', categories: 3 },
      },
    ],
    objective: { name: 'importanceWeightedBound', samples: 3 },
  },
  {
    ...observed,
    recipe: { name: 'dlgm', recognition: 'topDown' },
    latents: [
      { name: 'z1', size: 2 },
      { name: 'z2', size: 1 },
    ],
    networks: {
      recognition_z1: [],
      recognition_z2: [],
      generative_z1: [],
      generative_x: [{ layer: 'batchNormalization' }],
    },
  },
  {
    recipe: 'composed',
    observed: { shape: [4], given: ['z1'] },
    latents: [
      {
        name: 'z1',
        size: 2,
        posterior: { given: ['x'] },
        prior: { name: 'normal', given: ['z2'], scale: 1 },
      },
      { name: 'z2', size: 1, posterior: { given: ['z1'], network: 'up' }, prior: 'laplace' },
    ],
    networks: { recognition_z1: [], up: [], generative_z1: [], generative_x: [] },
  },
];

test('a valid literal compiles and is a model, and so is the spec that it is parsed to', (t) => {
  for (const literal of valid) {
    const parsed: Spec = assemble<PartLists>(literal).spec;
    t.deepEqual(parsed, parseSpec(literal));
    t.deepEqual(assemble(parsed).spec, parsed);
  }
});
