import { HelmholtzError } from '@helmholtz/base';
import { denseDeclaration, type Spec } from '@helmholtz/core';
import test from 'ava';

import { type DeclarationSources, declareSpec } from './declare-spec.js';
import { readSetting } from './settings.js';

test('a table takes the proposed likelihoods with likelihood: auto, and by default', async (t) => {
  const read: Spec['data']['columns'][] = [];
  const table: DeclarationSources = {
    declare: (recipe, sizes) => ({ recipe, ...denseDeclaration(sizes) }),
    async factsOf({ columns }) {
      read.push(columns);
      const size = 1;
      return {
        shape: [2],
        columns: [
          { name: 'income', kind: 'real', size },
          { name: 'ill', kind: 'binary', size },
        ],
        proposals: { income: { likelihood: 'logNormal' } },
      };
    },
  };
  const expected = {
    name: 'heterogeneous',
    grouped: true,
    columns: [
      { name: 'income', likelihood: { name: 'logNormal', scale: 'learned' } },
      { name: 'ill', likelihood: 'bernoulli' },
    ],
  };
  const set = [readSetting('data.columns.income.bounds=[0, null]')];
  for (const options of [{ likelihood: 'auto' }, {}, { set }]) {
    const spec = await declareSpec('vae', options, table);
    t.deepEqual(spec.likelihood, expected);
    t.like(spec.data.columns, { income: { likelihood: 'logNormal' } });
    // Columns are read again with the likelihoods, which may change their kinds.
    t.like(read.splice(0).at(-1), { income: { likelihood: 'logNormal' } });
  }
  const own = await declareSpec('vae', { likelihood: 'heterogeneous' }, table);
  t.deepEqual(own.likelihood, {
    ...expected,
    columns: [
      { name: 'income', likelihood: { name: 'normal', scale: 'learned' } },
      { name: 'ill', likelihood: 'bernoulli' },
    ],
  });
  t.is((await declareSpec('vae', { likelihood: 'normal' }, table)).likelihood, 'normal');
  const arrays = { ...table, factsOf: async () => ({ shape: [2] }) };
  const error = await t.throwsAsync(declareSpec('vae', { likelihood: 'auto' }, arrays), {
    instanceOf: HelmholtzError,
    message: 'The likelihood "auto" is for tables, and the data are not a table.',
  });
  t.truthy(error.hint);
});

test('a likelihood with options is YAML, as in a spec', async (t) => {
  const arrays: DeclarationSources = {
    declare: (recipe, sizes) => ({ recipe, ...denseDeclaration(sizes) }),
    factsOf: async () => ({ shape: [2] }),
  };
  const spec = await declareSpec('vae', { likelihood: '{ name: ordinal, levels: 4 }' }, arrays);
  t.deepEqual(spec.likelihood, { name: 'ordinal', levels: 4 });
});
