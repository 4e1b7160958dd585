import { parseSpec, type SpecInput } from '@helmholtz/core';
import type {} from '@helmholtz/recipes';
import test from 'ava';

// What the author of a plugin writes, so that its names are known to the compiler.
declare module '@helmholtz/core' {
  interface LikelihoodNames {
    gumbel: true;
  }
  interface RecipeNames {
    ladder: true;
  }
}

const spec: SpecInput = {
  recipe: 'ladder',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
  likelihood: { name: 'gumbel', scale: 2 },
};

const misspelled: SpecInput[] = [
  // @ts-expect-error: a name that neither we nor the plugin have
  { ...spec, likelihood: 'gumble' },
  // @ts-expect-error: a name that neither we nor the plugin have
  { ...spec, recipe: 'leader' },
  // @ts-expect-error: a likelihood, not a prior
  { ...spec, prior: 'poisson' },
];

test('the names that a plugin declares compile, ours still do, and others do not', (t) => {
  const ours: SpecInput[] = [
    { ...spec, recipe: 'ladder-vae', likelihood: 'laplace' },
    { ...spec, posterior: 'precisionWeighted', prior: 'vampPrior', noise: 'standardNormal' },
    { ...spec, prior: { name: 'laplace' }, noise: 'zero', objective: 'importanceWeightedBound' },
  ];
  for (const one of [spec, ...ours, ...misspelled]) t.is(parseSpec(one).recipe, one.recipe);
});
