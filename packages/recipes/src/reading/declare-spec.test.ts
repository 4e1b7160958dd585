import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

import { HelmholtzError, memoryFiles } from '@helmholtz/base';
import {
  catalogue,
  chooseByName,
  declareRecipe,
  denseDeclaration,
  parseSpec,
  type Spec,
} from '@helmholtz/core';
import test, { type ExecutionContext } from 'ava';

import { createCatalogue } from '../container.js';
import { type DeclarationSources, declareSpec } from './declare-spec.js';
import { readSetting } from './settings.js';
import { isSpecFile } from './spec-file.js';
import type { SpecOptions } from './spec-options.js';

const sourcesOf = (shapeOf: (data: Spec['data']) => Promise<readonly number[]>): DeclarationSources => ({
  factsOf: async (data) => ({ shape: await shapeOf(data) }),
  declare: (recipe, sizes) => ({ recipe: recipe, ...denseDeclaration(sizes) }),
});
const images = sourcesOf(() => Promise.resolve([28, 28, 1]));

const declared = (options: SpecOptions = {}): Promise<Spec> => declareSpec('vae', options, images);

async function fileOf(t: ExecutionContext, contents: string | object, name = 'model.yaml'): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'helmholtz-cli-'));
  t.teardown(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, name);
  await writeFile(path, typeof contents === 'string' ? contents : JSON.stringify(contents));
  return path;
}

async function refused(t: ExecutionContext, work: Promise<unknown>, kind = 'usage'): Promise<HelmholtzError> {
  const error = await t.throwsAsync(work, { instanceOf: HelmholtzError });
  t.is(error.kind, kind as typeof error.kind);
  t.truthy(error.hint);
  return error;
}

test('a file without latents and networks gets those of its recipe, and keeps its other entries', async (t) => {
  const files = memoryFiles({ '/mine.yaml': 'recipe: vae\nlikelihood: normal\n' });
  const [spec, byName] = [await declareSpec('/mine.yaml', {}, { ...images, files }), await declared()];
  t.deepEqual(
    [spec.observed, spec.latents, spec.networks],
    [byName.observed, byName.latents, byName.networks],
  );
  t.deepEqual(spec.likelihood, 'normal');
  const wide = await declareSpec('/mine.yaml', { latent: [5], hidden: [7] }, { ...images, files });
  t.deepEqual(wide.latents, [{ name: 'z', size: 5 }]);
  t.deepEqual(wide.networks['recognition'], [{ layer: 'dense', units: 7, activation: 'relu' }]);
});

test('a file in memory is read like one on the disk, and the folders that it names are beside it', async (t) => {
  const files = memoryFiles({
    '/models/mine.yaml': JSON.stringify({
      recipe: 'vae',
      observed: { shape: [6] },
      latents: [{ name: 'z', size: 2 }],
      networks: { recognition: [], generative: [] },
      data: { dataset: 'npy', dataDir: '../arrays' },
      training: { weights: 'last' },
      seed: 4,
    }),
    '/models/run/spec.yaml': 'recipe: vae',
  });
  const sources = { ...images, files };
  const spec = await declareSpec('/models/mine.yaml', { latent: [3] }, sources);
  t.deepEqual([spec.seed, spec.latents[0]?.size], [4, 3]);
  t.deepEqual([spec.data.dataDir, spec.training.weights], ['/arrays', '/models/last']);
  const other = await declareSpec('/models/mine.yaml', { dataDir: 'elsewhere' }, sources);
  t.is(other.data.dataDir, '/elsewhere');
  const missing = await refused(t, declareSpec('/models/yours.yaml', {}, sources));
  t.is(missing.message, 'There is no file /models/yours.yaml.');
  const run = await refused(t, declareSpec('/models/run', {}, sources));
  t.is(run.hint, 'This is the folder of a run. Its spec is /models/run/spec.yaml.');
});

test("a recipe's name alone is the tutorial's model on the embedded digits", async (t) => {
  const dense = { layer: 'dense', units: 256, activation: 'relu' };
  t.deepEqual(
    await declared(),
    parseSpec({
      recipe: 'vae',
      observed: { name: 'x', shape: [784] },
      latents: [{ name: 'z', size: 2 }],
      networks: { recognition: [dense], generative: [dense] },
      likelihood: 'bernoulli',
      data: { dataset: 'digits' },
      optimizer: { name: 'adam', learningRate: 3e-3 },
      seed: 0,
    }),
  );
});

test('several sizes are several latents, from x up', async (t) => {
  t.deepEqual((await declared({ latent: [8, 3] })).latents, [
    { name: 'z1', size: 8 },
    { name: 'z2', size: 3 },
  ]);
});

test('any entry can be set, over the other options and over defaults', async (t) => {
  const set = [readSetting('objective.samples=5'), readSetting('training.epochs=7')];
  const { objective, training } = await declared({ epochs: 3, set });
  t.deepEqual(objective, { name: 'elbo', samples: 5 } as never);
  t.is(training.epochs, 7);
  const error = await refused(t, declared({ set: [readSetting('training.epoch=7')] }));
  t.regex(error.message, /training.*epoch/);
});

test('hidden units are mirrored in the generative network', async (t) => {
  const { networks } = await declared({ hidden: [512, 256, 3] });
  t.deepEqual(
    networks['recognition']!.map(({ units }) => units),
    [512, 256, 3],
  );
  t.deepEqual(
    networks['generative']!.map(({ units }) => units),
    [3, 256, 512],
  );
});

const autoencoders: DeclarationSources = {
  ...images,
  declare: (name, sizes) =>
    declareRecipe(chooseByName('recipe', createCatalogue().getAll(catalogue.recipe), name), sizes),
};

for (const [what, options, likelihood, ends] of [
  ['none', {}, 'normal', true],
  ['an option', { likelihood: 'bernoulli' }, 'bernoulli', false],
  ['a setting', { set: [readSetting('likelihood=bernoulli')] }, 'bernoulli', false],
  [
    'an entry',
    { set: [readSetting('likelihood.scale=network')] },
    { name: 'normal', scale: 'network' },
    false,
  ],
  [
    'an entry of no other parameters',
    { set: [readSetting('likelihood.scale=0.1')] },
    { name: 'normal', scale: 0.1 },
    true,
  ],
] as const) {
  test(`networks follow from the likelihood that is chosen: ${what}`, async (t) => {
    const spec = await declareSpec('autoencoder', { ...options, hidden: [5] }, autoencoders);
    const own = { layer: 'dense', units: 784, activation: 'sigmoid' };
    t.deepEqual(spec.networks['generative']!.slice(1), ends ? [own] : []);
    t.deepEqual(spec.likelihood, likelihood as never);
  });
}

test("a file's likelihood decides the networks that sizes over it declare", async (t) => {
  const file = { recipe: 'autoencoder', latents: [{ name: 'z', size: 2 }], likelihood: 'bernoulli' };
  const path = await fileOf(t, file);
  const spec = await declareSpec(path, { hidden: [5] }, autoencoders);
  t.is(spec.networks['generative']!.length, 1);
});

/** The expected change of the spec by each option alone. */
const changes: readonly (readonly [SpecOptions, (spec: Spec) => object])[] = [
  [{ latent: [20] }, () => ({ latents: [{ name: 'z', size: 20 }] })],
  [{ likelihood: 'normal' }, () => ({ likelihood: 'normal' })],
  [{ seed: 0 }, () => ({ seed: 0 })],
  [{ seed: 9 }, () => ({ seed: 9 })],
  [{ beta: 4 }, () => ({ objective: { name: 'elbo', beta: 4 } })],
  [{ dataset: 'mnist' }, ({ data }) => ({ data: { ...data, dataset: 'mnist' } })],
  [{ dataDir: 'some/where' }, ({ data }) => ({ data: { ...data, dataDir: resolve('some/where') } })],
  [{ binarization: 'sample' }, ({ data }) => ({ data: { ...data, binarization: 'sample' } })],
  [{ padding: 32 }, ({ data }) => ({ data: { ...data, padding: 32 } })],
  [{ validation: 0.2 }, ({ data }) => ({ data: { ...data, validation: 0.2 } })],
  [{ validation: 0 }, ({ data }) => ({ data: { ...data, validation: 0 } })],
  [{ epochs: 3 }, ({ training }) => ({ training: { ...training, epochs: 3 } })],
  [{ batchSize: 64 }, ({ training }) => ({ training: { ...training, batchSize: 64 } })],
  [
    { patience: 2 },
    ({ training }) => ({ training: { ...training, earlyStopping: { patience: 2, minDelta: 0 } } }),
  ],
  [{ learningRate: 0.1 }, ({ optimizer }) => ({ optimizer: { ...optimizer, learningRate: 0.1 } })],
  [{ optimizer: 'sgd' }, () => ({ optimizer: { name: 'sgd', learningRate: 3e-3 } })],
  [
    { optimizer: 'momentum', learningRate: 0.2 },
    () => ({ optimizer: { name: 'momentum', learningRate: 0.2, momentum: 0.9, nesterov: false } }),
  ],
];

for (const [options, change] of changes) {
  test(`${JSON.stringify(options)} changes its own fields and nothing else`, async (t) => {
    const plain = await declared();
    t.deepEqual(await declared(options), { ...plain, ...change(plain) });
  });
}

test('throws an error with the nearest valid name for an unknown name', async (t) => {
  const { message, hint } = await refused(t, declared({ optimizer: 'adm' }));
  t.regex(message, /^the command line at optimizer\.name: "adm" was given/);
  t.regex(hint!, /Did you mean "adam"\?/);
});

test('the observed shape is that of the data, flattened, where none is given', async (t) => {
  const loadedData: Spec['data'][] = [];
  const spec = await declareSpec(
    'vae',
    { dataset: 'mnist', padding: 32 },
    sourcesOf((data) => {
      loadedData.push(data);
      return Promise.resolve([32, 32, 1]);
    }),
  );
  t.deepEqual(spec.observed, { name: 'x', shape: [1024] });
  t.deepEqual(loadedData, [{ dataset: 'mnist', binarization: 'none', padding: 32 }]);
});

test('entries that follow from the data are checked, too', async (t) => {
  const wrong: DeclarationSources = {
    ...images,
    declare: (recipe, sizes) => ({
      recipe: recipe,
      ...denseDeclaration(sizes),
      ...(sizes.observed.shape[0] === 28 ? { networks: { recognition: [{ units: 3 } as never] } } : {}),
    }),
  };
  const { message } = await refused(t, declareSpec('vae', {}, wrong));
  t.regex(message, /^the command line at networks\.recognition\.0\.layer: /);
});

test('everything else is checked before any data are loaded', async (t) => {
  const never = sourcesOf(() => t.fail());
  await refused(t, declareSpec('vae', { optimizer: 'adm' }, never));
});

const complete = {
  recipe: 'mine',
  observed: { name: 'image', shape: [28, 28, 1] },
  latents: [
    { name: 'z1', size: 8 },
    { name: 'z2', size: 4 },
  ],
  networks: { recognition: [{ layer: 'flatten' }], generative: [{ layer: 'dense', units: 7 }] },
  likelihood: { name: 'normal', scale: 0.1 },
  objective: { name: 'theirs', samples: 5 },
  optimizer: { name: 'adam', learningRate: 1e-4, beta1: 0.5 },
  data: { dataset: 'mnist', dataDir: resolve('some/where'), binarization: 'threshold' },
  training: { epochs: 2, batchSize: 10, earlyStopping: { patience: 9, minDelta: 0.5 } },
  seed: 3,
};

test('a JSON or YAML file declares every entry', async (t) => {
  const never = sourcesOf(() => t.fail());
  t.deepEqual(await declareSpec(await fileOf(t, complete, 'a.json'), {}, never), parseSpec(complete));
  const yaml = `
    recipe: vae
    # In a comment: anything.
    observed: { shape: [784] }
    latents:
      - name: z
        size: 2
    networks: &both
      recognition: [{ layer: dense, units: 256 }]
      generative: []
    seed: 5
  `;
  const spec = await declareSpec(await fileOf(t, yaml), {}, never);
  t.is(spec.seed, 5);
  t.deepEqual(spec.networks['recognition'], [{ layer: 'dense', units: 256 }]);
});

test('a file without an observed shape takes that of its data', async (t) => {
  const { observed: _, ...rest } = complete;
  const spec = await declareSpec(
    await fileOf(t, rest),
    {},
    sourcesOf((data) => {
      t.is(data.dataset, 'mnist');
      return Promise.resolve([28, 28, 1]);
    }),
  );
  t.deepEqual(spec.observed, { name: 'x', shape: [784] });
});

test('options go over a file, and leave the rest of it', async (t) => {
  const path = await fileOf(t, complete);
  const over = (options: SpecOptions): Promise<Spec> => declareSpec(path, options, images);
  const spec = parseSpec(complete);
  t.deepEqual(await over({}), spec);
  t.deepEqual(await over({ epochs: 7 }), { ...spec, training: { ...spec.training, epochs: 7 } });
  t.deepEqual(await over({ binarization: 'none' }), {
    ...spec,
    data: { ...spec.data, binarization: 'none' },
  });
  t.deepEqual(await over({ seed: 0 }), { ...spec, seed: 0 });
  t.deepEqual((await over({ learningRate: 1 })).optimizer, { ...spec.optimizer, learningRate: 1 });
  t.deepEqual((await over({ beta: 2 })).objective, { name: 'theirs', samples: 5, beta: 2 } as never);
  t.deepEqual((await over({ patience: 1 })).training.earlyStopping, { patience: 1, minDelta: 0.5 });
  const { message } = await t.throwsAsync(over({ latent: [5] }));
  t.is(message, '`latent` has 1 sizes (5), but the spec has 2 latents.');
  t.deepEqual((await over({ latent: [5, 6] })).latents, [
    { name: 'z1', size: 5 },
    { name: 'z2', size: 6 },
  ]);
  t.deepEqual((await over({ hidden: [3] })).networks['generative'], [
    { layer: 'dense', units: 3, activation: 'relu' },
  ]);
  t.deepEqual((await over({ hidden: [3] })).latents, spec.latents);
});

test('another optimizer keeps the learning rate of the file, not the options of its own', async (t) => {
  const path = await fileOf(t, complete);
  t.deepEqual((await declareSpec(path, { optimizer: 'sgd' }, images)).optimizer, {
    name: 'sgd',
    learningRate: 1e-4,
  });
});

test('an objective that is only a name keeps its name', async (t) => {
  const path = await fileOf(t, { ...complete, objective: 'theirs' });
  t.deepEqual((await declareSpec(path, { beta: 2 }, images)).objective, { name: 'theirs', beta: 2 } as never);
});

test('throws an error with the place of a section that is not a mapping, also below an option', async (t) => {
  for (const training of [5, [1], null, 'long']) {
    const path = await fileOf(t, { ...complete, training });
    t.regex((await refused(t, declareSpec(path, { epochs: 1 }, images))).message, / at training: /);
  }
});

test('an invalid declaration is an error that names its file', async (t) => {
  const contents: Readonly<Record<string, RegExp>> = {
    'recipe: [vae': / can.t be read as YAML or JSON: /,
    '{"recipe": "vae",': / can.t be read as YAML or JSON: /,
    '': /null/,
    '5': /5 was given/,
    '- recipe: vae': /was given, a mapping/,
    'recipe: vae\nlatent: 2': /unknown key "latent"/,
  };
  for (const [text, why] of Object.entries(contents)) {
    const path = await fileOf(t, text);
    const { message } = await refused(t, declareSpec(path, {}, images));
    t.true(message.startsWith(path), message);
    t.regex(message, why);
    t.false(message.includes('\n'));
  }
  const { message } = await refused(t, declareSpec('/nowhere/a.yaml', {}, images));
  t.is(message, 'There is no file /nowhere/a.yaml.');
  const folder = dirname(await fileOf(t, complete));
  await mkdir(join(folder, 'folder.yaml'));
  await refused(t, declareSpec(join(folder, 'folder.yaml'), {}, images), 'storage');
});

test('a path that is no file of a spec is not taken for a recipe, and that of a run leads to its spec', async (t) => {
  const path = await fileOf(t, 'recipe: vae', 'spec.yaml');
  const run = await refused(t, declareSpec(dirname(path), {}, images));
  t.is(run.message, `${dirname(path)} is neither a recipe nor a spec file.`);
  t.is(run.hint, `This is the folder of a run. Its spec is ${path}.`);
  t.regex((await refused(t, declareSpec('no/where', {}, images))).hint!, /extension \.yaml, \.yml or \.json/);
});

test("a data folder is meant from where the spec's file lies, one of the command line from where it is started", async (t) => {
  const declaredIn = async (dataDir: string, options: SpecOptions = {}) => {
    const path = await fileOf(t, { ...complete, data: { dataset: 'mnist', dataDir } });
    return { folder: dirname(path), dataDir: (await declareSpec(path, options, images)).data.dataDir };
  };
  const beside = await declaredIn('../data/mnist');
  t.is(beside.dataDir, resolve(beside.folder, '../data/mnist'));
  t.is((await declaredIn('/data/mnist')).dataDir, '/data/mnist');
  t.is((await declaredIn('../data/mnist', { dataDir: 'other' })).dataDir, resolve('other'));
});

test('training.weights is relative to the folder of the spec file', async (t) => {
  const path = await fileOf(t, { ...complete, training: { weights: 'runs/first' } });
  const weights = async (options: SpecOptions) => (await declareSpec(path, options, images)).training.weights;
  t.is(await weights({}), resolve(dirname(path), 'runs/first'));
  t.is(await weights({ weights: 'runs/second' }), resolve('runs/second'));
});

test('the file extension distinguishes a spec file from a recipe', (t) => {
  for (const name of ['a.yaml', 'a.yml', 'dir/a.json', 'A.YAML']) t.true(isSpecFile(name), name);
  for (const name of ['vae', 'yaml', 'json', 'a.yaml.bak', 'dir/vae']) t.false(isSpecFile(name), name);
});

test('--latent changes the size of the one latent of a file, and keeps its name', async (t) => {
  const path = await fileOf(t, { ...complete, latents: [{ name: 'code', size: 3 }] });
  t.deepEqual((await declareSpec(path, { latent: [7] }, images)).latents, [{ name: 'code', size: 7 }]);
});

test('--likelihood with the name that a file gives keeps its options; another name has its own', async (t) => {
  const likelihood = { name: 'normal', scale: 0.1 };
  const path = await fileOf(t, { ...complete, likelihood });
  t.deepEqual((await declareSpec(path, { likelihood: 'normal' }, images)).likelihood, likelihood as never);
  t.is((await declareSpec(path, { likelihood: 'bernoulli' }, images)).likelihood, 'bernoulli');
});
