/** The composed model that the documentation shows, in YAML and in TypeScript. */
import { readFile } from 'node:fs/promises';

import { parseSpec, readSpec } from '@helmholtz/core';
import { buildModel } from '@helmholtz/recipes';
import { setBackend } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import test from 'ava';

import { threeLatents } from './three-latents.js';

await setBackend('cpu');

const read = (path: string): Promise<string> => readFile(new URL(`../../${path}`, import.meta.url), 'utf8');
const yaml = await read('examples/models/three-latents-two-observed.yaml');
const page = await read('docs/how-to/declare-a-model.md');

test('YAML and TypeScript declare the same', (t) => {
  t.deepEqual(parseSpec(threeLatents), readSpec(yaml, 'three-latents-two-observed.yaml'));
});

test('each observed variable has the likelihood of what it holds: a binary image, and its class, one-hot', (t) => {
  t.deepEqual(
    buildModel(threeLatents).observed.map(({ name, likelihood }) => [name, likelihood.family]),
    [
      ['x', 'bernoulli'],
      ['label', 'categorical'],
    ],
  );
});

test('the documentation shows its variables as they are in the YAML, and the TypeScript whole', async (t) => {
  const variables = (text: string): string | undefined =>
    /^observed: [^]*?(?=\nnetworks:|\n```)/m.exec(text)?.[0];
  const withoutComments = (text: string): string => text.replaceAll(/ +#.*$/gm, '');
  const shown = page.slice(page.indexOf('recipe: composed'));
  t.is(withoutComments(variables(shown)!), withoutComments(variables(yaml)!));
  const [, typescript] = /```ts\n([^]*?)```/.exec(shown)!;
  t.is(typescript, await read('examples/src/three-latents.ts'));
});
