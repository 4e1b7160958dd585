import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { datasetNames } from '@helmholtz/base';
import test from 'ava';

import { runMain } from '../testing/run-main.js';
import { temporaryFolder } from '@helmholtz/testing/temporary-folder';

const { serial } = test;

type Listed = Record<string, { name: string; description: string }[]>;

async function listed(...argv: string[]): Promise<Listed> {
  const { code, stdout, stderr } = await runMain('list', '--json', ...argv);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as Listed;
}

const names = (parts: Listed[string]): string[] => parts.map(({ name }) => name);

serial('list prints every kind of part, each with a description of one line', async (t) => {
  const all = await listed();
  t.deepEqual(Object.keys(all), [
    'recipes',
    'likelihoods',
    'posteriors',
    'priors',
    'conditionalPriors',
    'flowSteps',
    'noise',
    'objectives',
    'datasets',
    'backends',
    'layers',
  ]);
  t.true(names(all['recipes']!).includes('vae'));
  for (const name of ['bernoulli', 'normal', 'poisson'])
    t.true(names(all['likelihoods']!).includes(name), name);
  t.deepEqual(names(all['datasets']!), [...datasetNames]);
  t.deepEqual(names(all['backends']!), ['tensorflow-gpu', 'onnx', 'tensorflow', 'wasm', 'cpu']);
  for (const name of ['dense', 'conv2d', 'KLDivergence']) t.true(names(all['layers']!).includes(name), name);
  t.regex(all['layers']!.find(({ name }) => name === 'dense')!.description, /units/);
  for (const [kind, parts] of Object.entries(all)) {
    t.is(new Set(names(parts)).size, parts.length, kind);
    for (const { name, description } of parts) t.regex(description, /^\S.*$/, `${kind}: ${name}`);
  }
});

serial('list without --json prints the same parts under headings', async (t) => {
  const all = await listed();
  const { stdout } = await runMain('list');
  const sections = stdout.trim().split('\n\n');
  t.deepEqual(
    sections.map((section) => section.split('\n')[0]),
    Object.keys(all).map((kind) => `${kind}:`),
  );
  const recipes = sections[0]!.split('\n').slice(1);
  t.deepEqual(
    recipes.map((line) => line.trim().split(/\s{2,}/)),
    all['recipes']!.map(({ name, description }) => [name, description]),
  );
});

serial('list with a kind prints only this kind', async (t) => {
  t.deepEqual(await listed('priors'), { priors: (await listed())['priors']! });
  const { stdout } = await runMain('list', 'recipes');
  t.regex(stdout, /^recipes:\n {2}autoencoder +\S/);
  t.regex(stdout, /\n {2}vae +\S/);
});

serial("a plugin's part replaces the built-in part of the same name in the list", async (t) => {
  const file = join(await temporaryFolder(t), 'plugin.mjs');
  await writeFile(
    file,
    `export default { recipes: [
      { name: 'theirs', description: 'from the plugin', build() {} },
      { name: 'vae', description: 'their own', build() {} },
    ] };`,
  );
  const { recipes } = await listed('--plugin', file);
  t.is(recipes!.find(({ name }) => name === 'theirs')!.description, 'from the plugin');
  t.is(recipes!.find(({ name }) => name === 'vae')!.description, 'their own');
  t.is(names(recipes!).filter((name) => name === 'vae').length, 1);
});
