import { type SpecInput, parseSpec } from '@helmholtz/core';
import test from 'ava';

// What the author of a plugin writes, in either of two ways, so that its names are known to the compiler.
declare module '@helmholtz/core' {
  interface LikelihoodNames {
    laplace: true;
  }
}
declare module '@helmholtz/core/spec' {
  interface RecipeNames {
    ladder: true;
  }
}

const spec: SpecInput = {
  recipe: 'ladder',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
  likelihood: { name: 'laplace', scale: 2 },
};

const misspelled: SpecInput[] = [
  // @ts-expect-error: a name that neither we nor the plugin have
  { ...spec, likelihood: 'laplase' },
  // @ts-expect-error: a name that neither we nor the plugin have
  { ...spec, recipe: 'leader' },
];

test('the names that a plugin declares compile, ours still do, and others do not', (t) => {
  const ours: SpecInput = { ...spec, recipe: 'vae', likelihood: 'bernoulli' };
  for (const one of [spec, ours, ...misspelled]) t.is(parseSpec(one).recipe, one.recipe);
});
