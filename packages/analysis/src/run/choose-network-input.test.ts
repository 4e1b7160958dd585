import { assemble, recipeParts } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { chooseNetworkInput } from './choose-network-input.js';

const vae = recipeParts.recipes.find(({ name }) => name === 'vae')!;
const networks = { recognition: [], generative: [] };
const latents = [{ name: 'z', size: 1 }];

const build = (likelihood: 'poisson' | 'negativeBinomial' | 'normal' | 'bernoulli', networkInput?: 'none') =>
  assemble({
    recipe: 'vae',
    observed: { shape: [2], ...(networkInput ? { networkInput } : {}) },
    latents,
    networks,
    likelihood,
  });

test('counts are read as log1p, other numbers as they are', (t) => {
  for (const [likelihood, expected] of [
    ['poisson', 'log1p'],
    ['negativeBinomial', 'log1p'],
    ['normal', undefined],
    ['bernoulli', undefined],
  ] as const) {
    const { spec, variables } = chooseNetworkInput(build(likelihood), vae);
    t.is(spec.observed.networkInput, expected, likelihood);
    t.deepEqual(variables, expected ? ['x'] : []);
  }
});

test('a choice of the spec stays, and a recipe that takes none gets none', (t) => {
  const declared = build('poisson', 'none');
  t.deepEqual(chooseNetworkInput(declared, vae), { spec: declared.spec, variables: [] });
  t.deepEqual(chooseNetworkInput(build('poisson'), {}).variables, []);
});

test('the graph has the layer only where the spec declares it, so that older runs stay as they are', (t) => {
  const names = (assembly: ReturnType<typeof build>): string[] =>
    assembly.model.layersModel.layers.map(({ name }) => name).filter((name) => name.endsWith('_log1p'));
  t.deepEqual(names(build('poisson')), []);
  t.deepEqual(names(assemble(chooseNetworkInput(build('poisson'), vae).spec)), ['x_log1p']);
});
