/** The model of one's own that the documentation shows: each of its observed variables has the likelihood of what it holds. */
import { readFile } from 'node:fs/promises';

import { readSpec } from '@helmholtz/core';
import { buildModel } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import test from 'ava';

await setBackend('cpu');

const file = new URL('../../examples/models/three-latents-two-observed.yaml', import.meta.url);

test('the showcase: a binary image, and its class, one-hot', async (t) => {
  const { observed } = buildModel(readSpec(await readFile(file, 'utf8'), 'three-latents-two-observed.yaml'));
  t.deepEqual(
    observed.map(({ name, likelihood }) => [name, likelihood.family]),
    [
      ['x', 'bernoulli'],
      ['label', 'categorical'],
    ],
  );
});

test('the documentation shows its variables as they are in the file, and in TypeScript', async (t) => {
  const variables = (text: string): string | undefined =>
    /^observed: [^]*?(?=\nnetworks:|\n```)/m.exec(text)?.[0];
  const withoutComments = (text: string): string => text.replaceAll(/ +#.*$/gm, '');
  const page = await readFile(new URL('../../docs/recipes.md', import.meta.url), 'utf8');
  const shown = page.slice(page.indexOf('recipe: composed'));
  t.is(withoutComments(variables(shown)!), withoutComments(variables(await readFile(file, 'utf8'))!));
  t.regex(shown, /\{ name: 'label', shape: \[10\], given: \['z3'\], likelihood: 'categorical' \}/);
});
