import {
  createOptimizer,
  declareRecipe,
  priorDraws,
  readWeights,
  type StoredTensors,
  train,
  type TrainingSnapshot,
  type TrainOptions,
  vectorQuantization,
} from '@helmholtz/core';
import { itemAt } from '@helmholtz/base';
import { reference } from '@helmholtz/testing/reference';
import test from 'ava';

import { buildModel } from './testing/any-names.js';
import { vqVae } from './vq-vae.js';
import '@helmholtz/testing/cpu-backend';

interface Step {
  readonly before: Readonly<Record<string, number[]>>;
  readonly loss: number;
  readonly metrics: Readonly<Record<string, number>>;
  readonly after: Readonly<Record<string, number[]>>;
}

const known = reference<Readonly<Record<'averages' | 'loss' | 'scalars', Step>> & { readonly x: number[] }>(
  'vector-quantization.json',
);

const posteriors = {
  averages: { name: 'vectorQuantized', codes: 3, groups: 2, decay: 0.9, restart: 0 },
  loss: { name: 'vectorQuantized', codebook: 'loss', codes: 3, groups: 2, decay: 0.9, restart: 0 },
  scalars: { name: 'scalarQuantized', levels: [4, 3], groups: 2 },
} as const;

interface AnyPosterior {
  readonly name: string;
  readonly [option: string]: unknown;
}

const tiny = (posterior: AnyPosterior, seed = 0, size = 2) =>
  buildModel({
    recipe: 'vae',
    observed: { shape: [6] },
    latents: [{ name: 'z', size }],
    networks: { recognition: [], generative: [] },
    posterior,
    prior: 'uniformCodes',
    objective: 'vectorQuantization',
    seed,
  });

function rowsOf(values: readonly number[], size: number) {
  return {
    name: 'rows',
    size: values.length / size,
    shape: [size],
    read(indices: ArrayLike<number>, out: Float32Array) {
      Array.from(indices).forEach((row, at) =>
        out.set(values.slice(row * size, (row + 1) * size), at * size),
      );
    },
  };
}

const optionsOf = (options: Partial<TrainOptions> = {}): TrainOptions => ({
  data: rowsOf(known.x, 6),
  objective: vectorQuantization(),
  optimizer: createOptimizer({ name: 'sgd', learningRate: 0.1 }),
  epochs: 1,
  batchSize: 4,
  seed: 0,
  ...options,
});

for (const kind of ['averages', 'loss', 'scalars'] as const) {
  test(`a step of ${kind} has the loss, metrics, gradients and averages of PyTorch`, async (t) => {
    const model = tiny(posteriors[kind]);
    const { before, loss, metrics, after } = known[kind];
    t.deepEqual([...model.weights.keys()].sort(), Object.keys(before).sort());
    const weights = new Map(
      [...model.weights].map(([name, { shape }]) => [
        name,
        { shape: shape as number[], values: Float32Array.from(before[name]!) },
      ]),
    );
    const { history } = await train(model, optionsOf({ weights }));
    const row = itemAt(history, 0);
    const found = row.loss ?? row.train['nelbo']!;
    t.true(
      Math.abs(found - loss) < 1e-4,
      `${found} ${loss} ${JSON.stringify(row.train)} ${JSON.stringify(metrics)}`,
    );
    for (const [name, value] of Object.entries(metrics)) {
      t.true(Math.abs(row.train[name]! - value) < 1e-4, `${name} ${row.train[name]} ${value}`);
    }
    for (const [name, { values }] of await readWeights(model)) {
      const far = values.findIndex((value, at) => !(Math.abs(value - after[name]![at]!) < 1e-4));
      t.is(far, -1, `${name}: ${values[far]} instead of ${after[name]![far]}`);
    }
  });

  test(`a training of ${kind} resumes with the same bits`, async (t) => {
    const values = Array.from({ length: 17 * 6 }, (_, at) => ((at * at) % 7 < 3 ? 1 : 0));
    const posterior: AnyPosterior = { ...posteriors[kind], ...(kind === 'scalars' ? {} : { restart: 0.2 }) };
    const options = (): TrainOptions => optionsOf({ data: rowsOf(values, 6), epochs: 3, batchSize: 8 });
    const through = tiny(posterior);
    await train(through, options());
    const controller = new AbortController();
    let snapshot: TrainingSnapshot | undefined;
    await train(tiny(posterior), {
      ...options(),
      signal: controller.signal,
      callbacks: [
        {
          onStep: ({ step }) => void (step === 4 && controller.abort()),
          onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
        },
      ],
    });
    const again = tiny(posterior, 9);
    await train(again, { ...options(), from: snapshot! });
    t.deepEqual(await readWeights(again), await readWeights(through));
  });
}

test('codes that are hardly chosen become encoded vectors of the batch', async (t) => {
  const model = tiny({ ...posteriors.averages, restart: 0.5 });
  const { before } = known.averages;
  const far: Record<string, number[]> = {
    ...before,
    'z_codes/codebook': [0, 0, 500, 500, -400, 300],
    'z_codes/counts': [4, 0, 0],
  };
  const weights: StoredTensors = new Map(
    [...model.weights].map(([name, { shape }]) => [
      name,
      { shape: shape as number[], values: Float32Array.from(far[name]!) },
    ]),
  );
  await train(model, optionsOf({ weights }));
  const { values } = (await readWeights(model)).get('z_codes/codebook')!;
  t.true(values.every((value) => Math.abs(value) < 20));
  const { history } = await train(model, optionsOf({ epochs: 30 }));
  t.true(history.at(-1)!.train['perplexity/z']! > 2);
});

test('draws from the prior are codes of the codebook, each as often', async (t) => {
  for (const [posterior, codes] of [
    [posteriors.averages, 3],
    [posteriors.scalars, 12],
  ] as const) {
    const { values, count } = (await priorDraws(tiny(posterior), 1500, 4)).get('z')!;
    const seen = new Map<string, number>();
    for (let at = 0; at < values.length; at += 2) {
      const code = values.slice(at, at + 2).join();
      seen.set(code, (seen.get(code) ?? 0) + 1);
    }
    t.is(seen.size, codes);
    const expected = (count * 2) / codes;
    t.true([...seen.values()].every((times) => Math.abs(times - expected) < 5 * Math.sqrt(expected)));
  }
});

test('the recipe has a code at each position of the halved image', (t) => {
  const model = buildModel(
    declareRecipe(vqVae, { observed: { name: 'x', shape: [10, 8, 1] }, hidden: [2, 3] }),
  );
  t.deepEqual(model.latents[0]?.shape, [3, 2, 16]);
  t.deepEqual(model.observed[0]?.input.shape, [10, 8, 1]);
});

test('throws errors for a codebook of one code, other priors, objectives and sizes', (t) => {
  const refused = (
    posterior: { readonly name: string; [option: string]: unknown },
    message: RegExp,
    size = 2,
  ): void => {
    t.throws(() => tiny(posterior, 0, size), { message });
  };
  refused({ name: 'vectorQuantized', codes: 1 }, /codes/);
  refused({ name: 'scalarQuantized', levels: [4, 1] }, /levels/);
  refused({ name: 'scalarQuantized', levels: [4, 3] }, /has 2 levels, and the latent has 5 elements/, 5);
  t.throws(
    () =>
      buildModel({
        recipe: 'vae',
        observed: { shape: [6] },
        latents: [{ name: 'z', size: 2 }],
        networks: { recognition: [], generative: [] },
        posterior: 'vectorQuantized',
      }),
    { message: /drawn from "vectorQuantized", of codes, but its prior is "standardNormal"/ },
  );
});
