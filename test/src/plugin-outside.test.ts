import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import test from 'ava';

import { helmholtz, json, newFolder } from './cli-process.js';

const { serial } = test;

/** A recipe, a likelihood and a layer of someone else, in one file that imports nothing. */
const source = `
export default ({ core, layers, tf, z }) => {
  class Laplace extends core.Distribution {
    family = 'laplace';
    support = core.realLine;
    noise = 'uniform';
    constructor(loc, scale) {
      super();
      this.loc = loc;
      this.scale = scale;
    }
    logProb(value) {
      return tf.sub(tf.neg(tf.div(tf.abs(tf.sub(value, this.loc)), this.scale)), Math.log(2 * this.scale));
    }
    sample(noise) {
      const centred = tf.sub(noise, 0.5);
      return tf.sub(this.loc, tf.mul(tf.mul(this.scale, tf.sign(centred)), tf.log1p(tf.mul(-2, tf.abs(centred)))));
    }
    mean() {
      return this.loc;
    }
    variance() {
      return tf.fill(this.loc.shape, 2 * this.scale ** 2);
    }
  }

  class LaplaceLikelihood extends layers.LikelihoodHead {
    static className = 'LaplaceLikelihood';
    family = 'laplace';
    support = core.realLine;
    constructor(config) {
      super(config);
      this.scale = config.scale;
    }
    distribution(loc) {
      return new Laplace(loc, this.scale);
    }
    getConfig() {
      return { ...super.getConfig(), scale: this.scale };
    }
  }

  class Steeper extends tf.layers.Layer {
    static className = 'Steeper';
    call(inputs) {
      return tf.mul(Array.isArray(inputs) ? inputs[0] : inputs, 2);
    }
    computeOutputShape(shape) {
      return shape;
    }
  }

  return {
    layers: [LaplaceLikelihood, Steeper],
    likelihoods: [
      {
        name: 'laplace',
        description: 'real values with heavy tails; scale: a number',
        options: z.strictObject({ scale: z.number().positive().default(0.2) }),
        parameterShape: (shape) => shape,
        head: (config, { scale }) => new LaplaceLikelihood({ ...layers.likelihoodConfig(config), scale }),
      },
    ],
    recipes: [
      {
        name: 'their-own',
        description: 'a VAE with a layer of theirs before the likelihood',
        build({ observed, latents }, { network, likelihood, posterior, prior, noise }) {
          const x = tf.input({ shape: observed.shape, name: observed.name });
          const features = network('recognition')(x);
          const [{ name, size }] = latents;
          const code = posterior.sample(features, { variable: name, size, prior, noise });
          const outputShape = likelihood.parameterShape(observed.shape);
          const parameters = new Steeper({ name: 'steeper' }).apply(
            network('generative')(code, { outputShape }),
          );
          const head = likelihood.head({ name: 'likelihood', variable: observed.name });
          return layers.latentVariableGraph({ name: 'theirs', inputs: [x], outputs: [head.apply(parameters)] });
        },
      },
    ],
  };
};
`;

let folder: string;
let remove: () => Promise<void>;
let plugin: string[];

serial.before(async () => {
  ({ folder, remove } = await newFolder());
  const file = join(folder, 'theirs.mjs');
  await writeFile(file, source);
  plugin = ['--plugin', file];
});

serial.after.always(() => remove());

serial('is listed', async (t) => {
  const listed = await json<Record<string, { name: string; description: string }[]>>(t, 'list', ...plugin);
  const description = (kind: string, name: string) =>
    listed[kind]!.find((part) => part.name === name)?.description;
  t.is(description('recipes', 'their-own'), 'a VAE with a layer of theirs before the likelihood');
  t.is(description('likelihoods', 'laplace'), 'real values with heavy tails; scale: a number');
  t.truthy(description('layers', 'Steeper'));
});

serial('is drawn', async (t) => {
  const argv = ['draw', 'their-own', '--likelihood', 'laplace', '--format', 'dot', ...plugin];
  const { code, stdout, stderr } = await helmholtz(...argv);
  t.is(code, 0, stderr);
  t.true(stdout.includes('steeper') && stdout.includes('Steeper') && stdout.includes('LaplaceLikelihood'));
});

interface Result {
  readonly test: Record<string, number>;
}

serial('a spec with all three parts trains, and its run is opened again', async (t) => {
  const file = join(folder, 'theirs.yaml');
  await writeFile(
    file,
    `
recipe: their-own
latents: [{ name: code, size: 2 }]
networks:
  recognition: [{ layer: dense, units: 16 }, { layer: Steeper }, { layer: activation, activation: tanh }]
  generative: [{ layer: dense, units: 16, activation: tanh }]
likelihood: { name: laplace, scale: 0.25 }
training: { epochs: 2, batchSize: 500 }
`,
  );
  const run = join(folder, 'run');
  const { test: terms } = await json<Result>(
    t,
    'train',
    file,
    '--out',
    run,
    '--no-report',
    '--quiet',
    ...plugin,
  );
  const rows = (await readFile(join(run, 'metrics.jsonl'), 'utf8')).trim().split('\n');
  const nelbos = rows.map((row) => (JSON.parse(row) as { train: Result['test'] }).train['nelbo']!);
  t.true(nelbos[1]! < nelbos[0]!, 'it learns');
  // No density is above that of the mode, 1 / (2 scale), in any of 784 elements.
  t.true(terms['expectedLogLikelihood']! < 784 * Math.log(2));
  t.true('kl/code' in terms);
  t.deepEqual((await json<Result>(t, 'evaluate', run, '--quiet', ...plugin)).test, terms);

  const { code, stderr } = await helmholtz('evaluate', run);
  t.is(code, 2);
  t.regex(stderr, /^error: There is no recipe named "their-own"\.\n {2}hint: .*--plugin .*theirs\.mjs/m);
});

serial('an unknown option of its likelihood is an error, as for built-in parts', async (t) => {
  const file = join(folder, 'wrong.json');
  const spec = {
    recipe: 'their-own',
    observed: { shape: [4] },
    latents: [{ name: 'z', size: 2 }],
    networks: { recognition: [], generative: [] },
    likelihood: { name: 'laplace', scael: 1 },
  };
  await writeFile(file, JSON.stringify(spec));
  const { code, stderr } = await helmholtz('draw', file, ...plugin);
  t.is(code, 2);
  t.regex(
    stderr,
    /^error: the likelihood "laplace": unknown key "scael"\.\n {2}hint: Did you mean "scale"\?/,
  );
});

serial('the example of a recipe in two layers trains and draws', async (t) => {
  const example = fileURLToPath(new URL('../../examples/plugins/two-layer-dlgm.js', import.meta.url));
  const run = join(folder, 'two-layer');
  const argv = ['--latent', '4', '--hidden', '16', '--epochs', '1', '--batch-size', '500', '--no-report'];
  const use = ['--plugin', example, '--quiet'];
  const { test: terms } = await json<Result>(t, 'train', 'two-layer-dlgm', ...argv, '--out', run, ...use);
  t.true(terms['nelbo']! < 784 * Math.log(2));
  t.deepEqual(Object.keys(terms).sort(), [
    'expectedLogLikelihood',
    'expectedLogLikelihood/x',
    'kl',
    'kl/z1',
    'kl/z2',
    'nelbo',
  ]);
  for (const command of ['sample', 'manifold']) {
    const { file } = await json<{ file: string }>(
      t,
      command,
      run,
      '--out',
      join(folder, `${command}.svg`),
      ...use,
    );
    t.regex(await readFile(file, 'utf8'), /^<svg /);
  }
});
