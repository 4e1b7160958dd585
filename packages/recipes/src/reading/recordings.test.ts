import { denseDeclaration } from '@helmholtz/core';
import test from 'ava';

import { type DeclarationSources, declareSpec } from './declare-spec.js';
import type { SpecOptions } from './spec-options.js';

const sources: DeclarationSources = {
  factsOf: () => Promise.resolve({ shape: [64, 1] }),
  declare: (recipe, sizes) => ({ recipe, ...denseDeclaration(sizes) }),
};

test('recordings have the likelihood normal, unless another is declared', async (t) => {
  const likelihoodOf = async (options: SpecOptions) =>
    (await declareSpec('vae', { dataDir: '/clips', ...options }, sources)).likelihood;
  t.deepEqual(await likelihoodOf({ dataset: 'audio' }), { name: 'normal' } as never);
  t.is(await likelihoodOf({ dataset: 'audio', likelihood: 'laplace' }), 'laplace');
  t.is(await likelihoodOf({ dataset: 'npy' }), 'bernoulli');
});
