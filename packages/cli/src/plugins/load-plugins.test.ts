import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { HelmholtzError } from '@helmholtz/base';
import { catalogue, chooseByName, type NamedPart } from '@helmholtz/core';
import { noiseSource, priorFamilies } from '@helmholtz/distributions';
import { layerNames } from '@helmholtz/layers';
import { createCatalogue } from '@helmholtz/recipes';
import type { ServiceIdentifier } from 'inversify';
import test, { type ExecutionContext } from 'ava';

import { temporaryFolder } from '@helmholtz/testing/temporary-folder';
import { loadPlugins } from './load-plugins.js';

async function plugin(t: ExecutionContext, source: string, name = 'plugin.js'): Promise<string> {
  const path = join(await temporaryFolder(t), name);
  await writeFile(join(path, '..', 'package.json'), '{"type":"module"}');
  await writeFile(path, source);
  return path;
}

async function refused(t: ExecutionContext, file: string): Promise<HelmholtzError> {
  const error = await t.throwsAsync(loadPlugins([file]), { instanceOf: HelmholtzError });
  t.is(error.kind, 'usage');
  t.truthy(error.hint);
  t.true(error.message.includes(file), error.message);
  t.false(error.message.includes('\n'));
  return error;
}

test('without plugins, only the built-in parts exist', async (t) => {
  const { parts, datasets } = await loadPlugins([]);
  t.deepEqual(parts, []);
  t.deepEqual(datasets, []);
});

test('a plugin adds parts of every kind', async (t) => {
  const file = await plugin(
    t,
    `export default ({ core, layers, tf, z }) => {
      class Doubled extends tf.layers.Layer {
        static className = 'PluginDoubled';
        call(inputs) { return tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, 2); }
      }
      const named = { name: 'theirs', description: 'of the plugin' };
      return {
        recipes: [{ ...named, build: () => undefined }],
        likelihoods: [{ ...named, options: z.strictObject({}), parameterShape: (s) => s, head: () => undefined }],
        posteriors: [{ ...named, options: z.strictObject({}), sample: () => undefined }],
        priors: [{ ...named, options: z.strictObject({}), build: () => undefined }],
        objectives: [{ ...named, options: z.strictObject({}), create: () => core.elbo() }],
        distributions: [
          {
            ...named,
            constants: { parameters: {}, distribution: () => new core.Normal(tf.scalar(0), tf.scalar(9)) },
          },
        ],
        noise: [{ ...named, fill: (out) => out.fill(7) }],
        layers: [Doubled],
        datasets: [{ ...named, load: () => undefined }],
      };
    };`,
  );
  const { parts, datasets } = await loadPlugins([file]);
  const container = createCatalogue(parts);
  for (const kind of ['recipe', 'likelihood', 'posterior', 'prior', 'objective'] as const) {
    const names = container.getAll(catalogue[kind] as ServiceIdentifier<NamedPart>).map(({ name }) => name);
    t.is(names.at(-1), 'theirs', kind);
    t.true(names.length > 1, kind);
  }
  t.true(priorFamilies().some(({ name }) => name === 'theirs'));
  t.is(noiseSource('theirs').description, 'of the plugin');
  t.true(layerNames().classes.includes('PluginDoubled'));
  t.is(datasets.at(-1)!.name, 'theirs');
});

test('the last plugin overrides earlier plugins and built-in parts', async (t) => {
  const recipe = (description: string) =>
    plugin(t, `export default { recipes: [{ name: 'vae', description: '${description}', build() {} }] };`);
  const { parts } = await loadPlugins([await recipe('first'), await recipe('second')]);
  const recipes = createCatalogue(parts).getAll(catalogue.recipe);
  t.is(recipes.length, createCatalogue().getAll(catalogue.recipe).length + 2);
  t.is(chooseByName('recipe', recipes, 'vae').description, 'second');
});

test('a plugin may be an object, a function or an async function', async (t) => {
  const contributions = `{ datasets: [{ name: 'a', description: 'b', load() {} }] }`;
  for (const source of [contributions, `() => (${contributions})`, `async () => (${contributions})`]) {
    const { datasets } = await loadPlugins([await plugin(t, `export default ${source};`)]);
    t.is(datasets.at(-1)!.name, 'a', source);
  }
});

test('an error of a plugin is reported in one line, with its cause', async (t) => {
  const sources: Readonly<Record<string, RegExp>> = {
    "throw new Error('at once\\nmore');": /could not be loaded: at once$/,
    "export default () => { throw new TypeError('when called'); };": /could not be loaded: when called$/,
    "export default async () => { throw new TypeError('later'); };": /could not be loaded: later$/,
    "export default () => { throw 'text'; };": /could not be loaded: text$/,
    "import 'helmholtz-no-such-package';":
      /could not be loaded: Cannot find package 'helmholtz-no-such-package'/,
    'export default {': /could not be loaded: /,
  };
  for (const [source, why] of Object.entries(sources)) {
    const { message, cause } = await refused(t, await plugin(t, source));
    t.regex(message, why);
    t.truthy(cause);
  }
});

test('a missing plugin file is an error', async (t) => {
  const file = join(await temporaryFolder(t), 'none.js');
  t.is((await refused(t, file)).message, `There is no plugin file ${file}.`);
});

test('the exports of a plugin are checked', async (t) => {
  const sources: Readonly<Record<string, RegExp>> = {
    'export const recipes = [];': /has no default export with its contributions/,
    'export default 5;': /has no default export/,
    'export default null;': /has no default export/,
    'export default () => undefined;': /has no default export/,
    'export default { recipe: [] };': /contributes the unknown list "recipe"/,
    'export default { recipes: {} };': /: "recipes" must be an array\. Received: object\./,
    "export default { recipes: [{ name: 'a' }, { build() {} }] };": /: recipes\[1\] has no name/,
    'export default { layers: [class {}] };': /: layers\[0\] has no className/,
    "export default { posteriors: [{ name: 'a', sample() {} }] };":
      /^The posterior "a" of the plugin .* has no options\.$/,
    "export default ({ z }) => ({ likelihoods: [{ name: 'a', options: z.strictObject({}), parameterShape() {} }] });":
      /^The likelihood "a" of the plugin .* has no function head\.$/,
    "export default { recipes: [{ name: 'a' }] };":
      /^The recipe "a" of the plugin .* has no function build\.$/,
    "export default { noise: [{ name: 'a' }] };":
      /^The noise source "a" of the plugin .* has no function fill\.$/,
    'export default { datasets: [null] };': /: datasets\[0\] has no name/,
  };
  for (const [source, why] of Object.entries(sources)) {
    t.regex((await refused(t, await plugin(t, source))).message, why, source);
  }
  const { hint } = await refused(t, await plugin(t, 'export default { recipe: [] };'));
  t.regex(hint!, /Did you mean "recipes"\?/);
});
