// The example of docs/how-to/add-an-objective.md: an objective of two phases trains compiled, and
// resumes with the same bits after SIGKILL.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import '@tensorflow/tfjs-backend-cpu';
import { compileSteps, configureOnnx } from '@helmholtz/backend-onnx';
import * as core from '@helmholtz/core';
import {
  type Assembly,
  type Dataset,
  type ObjectivePart,
  type PartLists,
  type SpecInput,
  type WeightValues,
  compiledStep,
  createEagerStep,
  createOptimizer,
  readWeights,
  train,
} from '@helmholtz/core';
import { summarize, toDot, toSvg } from '@helmholtz/diagrams';
import { assemble } from '@helmholtz/recipes';
import * as tfCore from '@tensorflow/tfjs-core';
import * as tfLayers from '@tensorflow/tfjs-layers';
import test from 'ava';
import { z } from 'zod';

import { helmholtz, newFolder, start } from './cli-process.js';

type Plugin = (api: object) => { readonly objectives: readonly ObjectivePart[] };

const url = new URL('../../examples/plugins/adversarial-posterior.js', import.meta.url);
const { default: plugin } = (await import(url.href)) as { default: Plugin };
const [part] = plugin({ core, tf: { ...tfCore, ...tfLayers }, z }).objectives as [ObjectivePart];
const parts = { objectives: [part] };

const spec: SpecInput = {
  recipe: 'vae',
  observed: { shape: [12] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [{ layer: 'dense', units: 8, activation: 'tanh' }], generative: [] },
  objective: { name: 'adversarialPosterior', steps: 2 },
  seed: 4,
};

/** Stripes of three phases. */
const data: Dataset = {
  name: 'stripes',
  size: 60,
  shape: [12],
  fixed: true,
  read(indices, out) {
    Array.from(indices, (index, row) => {
      for (let pixel = 0; pixel < 12; pixel++) out[row * 12 + pixel] = (index + pixel) % 3 === 0 ? 1 : 0;
    });
  },
};

const dense = { layer: 'dense', units: 3, activation: 'tanh' };

const built = (changes: Partial<SpecInput> = {}): Assembly =>
  assemble<PartLists>({ ...spec, ...changes }, [parts]);

const withNetworks = (networks: object): Partial<SpecInput> => ({
  networks: { ...spec.networks, ...networks },
});

interface Trained {
  readonly losses: readonly number[];
  readonly weights: WeightValues;
  readonly said: readonly string[];
}

async function trained(backend: 'cpu' | 'onnx', compiled: boolean): Promise<Trained> {
  await tfCore.setBackend(backend);
  if (backend === 'onnx') configureOnnx({ mode: 'native' });
  const { model, objective } = built();
  const lines: string[] = [];
  const { history } = await train(model, {
    data,
    objective,
    optimizer: createOptimizer({ name: 'adam', learningRate: 0.01 }),
    epochs: 20,
    batchSize: 25,
    seed: 4,
    createStep: compiled ? compiledStep(compileSteps, (line) => lines.push(line)) : createEagerStep,
  });
  const losses = history.flatMap((row) => Object.values(row.train));
  return { losses, weights: await readWeights(model), said: lines };
}

test.serial('it trains compiled, and ends where TensorFlow.js does on the cpu backend', async (t) => {
  const compiled = await trained('onnx', true);
  t.deepEqual(compiled.said, [], 'nothing was said of a step that is not compiled');
  const eager = await trained('cpu', false);
  t.is(compiled.losses.length, eager.losses.length);
  eager.losses.forEach((loss, index) => {
    t.true(
      Math.abs(compiled.losses[index]! - loss) <= 1e-4 * Math.max(1, Math.abs(loss)),
      `${index}: ${loss}`,
    );
  });
  t.deepEqual([...compiled.weights.keys()], [...eager.weights.keys()]);
  for (const [name, { values }] of eager.weights) {
    const scale = Math.max(...values.map(Math.abs));
    compiled.weights.get(name)!.values.forEach((value, index) => {
      t.true(Math.abs(value - values[index]!) <= 1e-3 * scale, `${name}[${index}]`);
    });
  }
});

test.serial(
  'the weights of its discriminator have names, a seed, and no part in those of the graph',
  async (t) => {
    await tfCore.setBackend('cpu');
    const { model } = built();
    t.deepEqual(
      [...model.weights.keys()].filter((name) => name.startsWith('discriminator')),
      [
        'discriminator/discriminator_1/kernel',
        'discriminator/discriminator_1/bias',
        'discriminator/discriminator_output/kernel',
        'discriminator/discriminator_output/bias',
      ],
    );
    const own = await readWeights(model);
    t.deepEqual(await readWeights(built().model), own);
    const plain = await readWeights(built({ objective: 'elbo' }).model);
    for (const [name, weight] of plain) t.deepEqual(own.get(name), weight, name);
    const layered = built(withNetworks({ discriminator: [dense, dense] })).model;
    t.is(layered.weights.get('discriminator/discriminator_2/kernel')!.shape.join(), '3,3');
  },
);

test.serial('its discriminator is counted, summarized and drawn in a frame of its own', async (t) => {
  const { model } = built();
  const { description } = model;
  const node = description.nodes.at(-1)!;
  t.deepEqual(
    [node.id, node.learnsBy, node.inputs],
    ['discriminator', ['loss/discriminator'], [{ node: 'z', output: 0 }]],
  );
  const weights = [...model.weights.values()].reduce(
    (sum, { shape }) => sum + tfCore.util.sizeFromShape(shape as number[]),
    0,
  );
  t.true(summarize(description).includes(`Parameters: ${weights.toLocaleString('en')}, of which`));
  const dot = await toDot(description, { level: 'layers', view: 'vae' });
  t.true(dot.includes('Objective: loss/discriminator'));
  for (const level of ['plates', 'joint'] as const) await t.notThrowsAsync(toSvg(description, { level }));
  const other = (input: readonly number[]): core.Objective => {
    const objective = part.create({ weight: 1, steps: 1, layers: [dense] }) as core.PhasedObjective;
    return { ...objective, networks: { discriminator: { input, output: [1], layers: [dense] } } };
  };
  const unnamed = { objectives: [{ ...part, create: () => other([2]) }] };
  const alone = assemble<PartLists>(spec, [unnamed]).model.description;
  t.deepEqual(alone.nodes.at(-1)!.inputs, [{ node: 'discriminator_given', output: 0 }]);
  await t.notThrowsAsync(toSvg(alone, { level: 'layers' }));
});

test.serial(
  'the joint figure has its discriminator, and a loss for each phase with what it reads',
  async (t) => {
    await tfCore.setBackend('cpu');
    const { model, objective } = built();
    const phases = core.phaseUses(objective, model);
    t.deepEqual(phases, [
      {
        name: 'discriminator',
        updates: ['discriminator'],
        networks: ['discriminator'],
        posteriors: [],
        priors: ['z'],
        likelihoods: [],
        metrics: ['discriminatorAccuracy'],
      },
      {
        name: 'autoencoder',
        updates: ['model'],
        networks: ['discriminator'],
        posteriors: [],
        priors: [],
        likelihoods: ['x'],
        metrics: ['reconstructionError', 'adversarialLoss'],
      },
    ]);
    const dot = await toDot(model.description, {
      level: 'joint',
      phases,
      metrics: { discriminatorAccuracy: 0.75 },
    });
    for (const text of [
      'network of the objective',
      'loss/discriminator',
      'loss/autoencoder',
      'updates the model',
    ])
      t.true(dot.includes(text), text);
    t.false(dot.includes('kl/z'), 'no phase reads a divergence');
  },
);

test.serial(
  'an objective and a spec that do not fit each other are an error when the model is built',
  (t) => {
    const message = (changes: Partial<SpecInput>): string => t.throws(() => built(changes)).message;
    t.is(
      message(withNetworks({ discrimnator: [dense] })),
      'the spec at networks.discrimnator: the recipe "vae" and the objective "adversarialPosterior" have no network of that name.',
    );
    t.is(
      message({ ...withNetworks({ discriminator: [dense] }), objective: 'elbo' }),
      'the spec at networks.discriminator: the recipe "vae" has no network of that name.',
    );
    const changed = (change: (objective: core.PhasedObjective) => core.Objective): string => {
      const create = (options: unknown): core.Objective =>
        change(part.create(options) as core.PhasedObjective);
      const other = { objectives: [{ ...part, create }] };
      return t.throws(() => assemble<PartLists>(spec, [other])).message;
    };
    const named = 'The objective "adversarialPosterior"';
    t.is(
      changed((objective) => ({ ...objective, networks: { discriminator: { input: 'z', output: [1] } } })),
      'the spec at networks.discriminator: nothing was given, a list of layers was expected.',
    );
    t.is(
      changed((objective) => ({ ...objective, networks: { critic: { input: 'y', layers: [] } } })),
      'The network "critic" of the objective "adversarialPosterior" has the shape of "y", which the model lacks.',
    );
    t.is(
      changed((objective) => ({ ...objective, networks: { generative: { input: 'z', layers: [] } } })),
      `${named} owns a network "generative", a name that the model has already.`,
    );
    const phases = (change: (phases: readonly core.Phase[]) => readonly core.Phase[]): string =>
      changed((objective) => ({ ...objective, phases: change(objective.phases) }));
    t.is(
      phases(([first, second]) => [{ ...first!, weights: ['critic'] }, second!]),
      'The phase "discriminator" updates the weights "critic", which do not exist.',
    );
    t.is(
      phases(([first]) => [first!]),
      `${named} has no phase that updates the model.`,
    );
    t.is(
      phases(([, second]) => [second!]),
      `${named} has no phase that updates its network "discriminator".`,
    );
    t.is(
      phases(([first, second]) => [first!, { ...second!, name: 'discriminator' }]),
      `${named} has two phases named "discriminator".`,
    );
    t.is(
      phases(([first, second]) => [{ ...first!, steps: 0 }, second!]),
      `${named} has a phase "discriminator" of 0 updates a step.`,
    );
    t.is(
      phases(([first, second]) => [{ ...first!, name: 'first/phase' }, second!]),
      `${named} has a phase named "first/phase".`,
    );
    t.is(
      changed((objective) => ({ ...objective, noise: { prior: { shape: 'y' } } })),
      'The noise "prior" of the objective "adversarialPosterior" has the shape of "y", which the model lacks.',
    );
  },
);

test.serial(
  'a run that was killed in an epoch resumes, and ends with the bytes of one that was not',
  async (t) => {
    const { folder, remove } = await newFolder();
    t.teardown(remove);
    const file = fileURLToPath(url);
    const begin = (name: string, epochs = 4): string[] => [
      ...['train', 'vae', '--plugin', file, '--set', 'objective.name=adversarialPosterior', '--hidden', '16'],
      ...[
        '--set',
        'training.clip.norm=5',
        '--epochs',
        `${epochs}`,
        '--checkpoint-seconds',
        '0',
        '--no-report',
      ],
      ...['--out', join(folder, name)],
    ];
    const resume = (name: string, ...options: string[]) =>
      helmholtz('train', '--resume', join(folder, name), '--plugin', file, '--no-report', ...options);
    const whole = await helmholtz(...begin('whole'));
    t.is(whole.code, 0, whole.stderr);
    t.notRegex(whole.stderr, /not compiled/);
    t.regex(
      whole.stdout,
      /^test reconstructionError \d+\.\d\d \(/m,
      'the unit of a metric of its own is unknown',
    );
    const { child, finished, said } = start(begin('killed'));
    await said(/epoch 2\/4/);
    child.kill('SIGKILL');
    await finished;
    const resumed = await resume('killed');
    t.is(resumed.code, 0, resumed.stderr);
    const bytes = (name: string, checkpoint: string): Promise<Buffer> =>
      readFile(join(folder, name, 'checkpoints', `${checkpoint}.safetensors`));
    for (const checkpoint of ['last', 'best'])
      t.deepEqual(await bytes('killed', checkpoint), await bytes('whole', checkpoint), checkpoint);
    const metrics = async (name: string): Promise<string> =>
      (await readFile(join(folder, name, 'metrics.jsonl'), 'utf8')).replaceAll(/"seconds":[^,]+/g, '');
    t.is(await metrics('killed'), await metrics('whole'));

    // One of fewer epochs is interrupted, and resumes to more epochs than it was begun with.
    const { child: interrupted, finished: ended, said: shown } = start(begin('longer', 3));
    await shown(/epoch 1\/3/);
    interrupted.kill('SIGINT');
    t.is((await ended).code, 130);
    const longer = await resume('longer', '--epochs', '4');
    t.is(longer.code, 0, longer.stderr);
    t.deepEqual(await bytes('longer', 'last'), await bytes('whole', 'last'));
    t.is(await metrics('longer'), await metrics('whole'));
  },
);

test('docs/how-to/add-an-objective.md shows the plugin as it is, in at most 80 lines', async (t) => {
  const file = await readFile(fileURLToPath(url), 'utf8');
  const page = await readFile(new URL('../../docs/how-to/add-an-objective.md', import.meta.url), 'utf8');
  t.true(page.includes(`\`\`\`js\n${file}\`\`\``));
  t.true(file.split('\n').length <= 80);
});
