import { parseSpec } from '@helmholtz/core';
import { assemble } from '@helmholtz/recipes';
import test from 'ava';

import '@helmholtz/testing/cpu-backend';
import { chooseNetworkInput } from './choose-network-input.js';
import { type DeclaredModel, declaredModel } from './declared-model.js';

const networks = { recognition: [], generative: [] };
const latents = [{ name: 'z', size: 1 }];

const declare = (
  likelihood: 'poisson' | 'negativeBinomial' | 'normal' | 'bernoulli',
  networkInput?: 'none',
): DeclaredModel =>
  declaredModel(
    parseSpec({
      recipe: 'vae',
      observed: { shape: [2], ...(networkInput ? { networkInput } : {}) },
      latents,
      networks,
      likelihood,
    }),
  );

test('counts are read as log1p, other numbers as they are', (t) => {
  for (const [likelihood, expected] of [
    ['poisson', 'log1p'],
    ['negativeBinomial', 'log1p'],
    ['normal', undefined],
    ['bernoulli', undefined],
  ] as const) {
    const { spec, notes } = chooseNetworkInput(declare(likelihood));
    t.is(spec.observed.networkInput, expected, likelihood);
    t.is(notes.length, expected ? 1 : 0);
    if (expected) t.regex(notes[0]!, /^networks read log\(1 \+ x\) of the counts/);
  }
});

test('a choice of the spec stays, and a recipe that takes none gets none', (t) => {
  const declared = declare('poisson', 'none');
  t.deepEqual(chooseNetworkInput(declared), { spec: declared.spec, notes: [] });
  t.deepEqual(chooseNetworkInput({ ...declare('poisson'), recipe: {} }).notes, []);
});

test('the graph has the layer only where the spec declares it, so that older runs stay as they are', (t) => {
  const names = (spec: DeclaredModel['spec']): string[] =>
    assemble(spec)
      .model.layersModel.layers.map(({ name }) => name)
      .filter((name) => name.endsWith('_log1p'));
  const declared = declare('poisson');
  t.deepEqual(names(declared.spec), []);
  t.deepEqual(names(chooseNetworkInput(declared).spec), ['x_log1p']);
});
