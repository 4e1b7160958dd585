import {
  adversarialVariationalBayes,
  annealedProblem,
  checkDistributions,
  evaluate,
  HelmholtzError,
  nllProblem,
  posteriorMeans,
  readExamples,
  readWeights,
  type SingleDataset,
  train,
  type TrainOptions,
  type TrainingSnapshot,
} from '@helmholtz/core';
import '@helmholtz/testing/cpu-backend';
import { train as optimizers } from '@tensorflow/tfjs-core';
import test from 'ava';

import { assemble } from './container.js';
import type { SpecInput } from './spec-input.js';

const rows = [
  [0, 0, 1, 1],
  [1, 1, 0, 0],
  [1, 0, 0, 1],
];
const data: SingleDataset = {
  name: 'rows',
  size: rows.length,
  shape: [4],
  fixed: true,
  read: (indices, out) => Array.from(indices).forEach((row, at) => out.set(rows[row]!, 4 * at)),
};
const spec = {
  recipe: 'vae',
  observed: { shape: [4] },
  latents: [{ name: 'z', size: 2 }],
  networks: { recognition: [], generative: [] },
  posterior: { name: 'implicit', noise: 3, hidden: [5] },
} as const satisfies SpecInput;

type Changes = Pick<SpecInput, 'latents' | 'objective' | 'prior'>;

const refused = (changes: Partial<Changes>): HelmholtzError => {
  try {
    const { model, objective } = assemble({ ...spec, ...changes });
    checkDistributions(objective, model);
  } catch (error) {
    if (error instanceof HelmholtzError) return error;
    throw error;
  }
  throw new Error('The model was built.');
};

test('draws of an implicit posterior differ for one example, and its code is the value without noise', async (t) => {
  const { model } = assemble({ ...spec, objective: 'adversarialVariationalBayes' });
  t.deepEqual(
    model.noise.map(({ shape }) => shape),
    [[3]],
  );
  const codes = await posteriorMeans(model, readExamples(data, [0, 1]));
  t.deepEqual(codes.get('z')!.shape, [2]);
  t.true(codes.get('z')!.values.every(Number.isFinite));
});

test('its bound is an estimate by name, and only annealed importance sampling judges it', async (t) => {
  const { model, objective } = assemble({ ...spec, objective: 'adversarialVariationalBayes' });
  const metrics = await evaluate(model, { data, objective, batchSize: 3, seed: 0 });
  t.false('nelbo' in metrics || 'kl' in metrics);
  t.true(Number.isFinite(metrics['nelboEstimate']));
  t.is(nllProblem(model), 'The posterior "implicit" of "z" does not support its density at a draw.');
  t.is(annealedProblem(model), undefined);
});

test('a training with a discriminator of data and codes resumes with the same bits', async (t) => {
  const built = (seed: number) => assemble({ ...spec, objective: 'adversarialVariationalBayes', seed }).model;
  const options = (): TrainOptions => ({
    data,
    objective: adversarialVariationalBayes({ adaptiveContrast: true, samples: 3, steps: 2 }),
    optimizer: optimizers.adam(0.02),
    epochs: 3,
    batchSize: 2,
    seed: 0,
  });
  const through = built(0);
  await train(through, options());
  const controller = new AbortController();
  let snapshot: TrainingSnapshot | undefined;
  await train(built(0), {
    ...options(),
    signal: controller.signal,
    callbacks: [
      {
        onStep: ({ step }) => void (step === 3 && controller.abort()),
        onRest: async (state) => void (snapshot = structuredClone(await state.snapshot())),
      },
    ],
  });
  const again = built(9);
  await train(again, { ...options(), from: snapshot! });
  t.deepEqual(await readWeights(again), await readWeights(through));
});

test('objectives that need a density refuse an implicit posterior', (t) => {
  for (const objective of ['elbo', 'importanceWeightedBound', 'betaTcVae', 'factorVae'] as const) {
    const { message, hint } = refused({ objective });
    t.regex(message, /implicit|known at its draw alone/, objective);
    t.truthy(hint);
  }
  const { message, hint } = refused({ objective: { name: 'elbo', kl: 'analytic' } });
  t.is(
    message,
    'The posterior of the latent "z" is implicit: it has no density, so its KL divergence has no closed form.',
  );
  t.regex(hint!, /objective: adversarialVariationalBayes/);
});

test('objectives without a divergence of each posterior take an implicit posterior', (t) => {
  for (const objective of ['wae', 'adversarialAutoencoder'] as const) {
    const { model, objective: chosen } = assemble({ ...spec, objective });
    t.deepEqual(checkDistributions(chosen, model), [], objective);
  }
});

test('priors that an implicit posterior cannot have are refused when the model is built', (t) => {
  t.regex(
    refused({ prior: 'bernoulli', objective: 'wae' }).message,
    /^The latent "z" (has a prior that does not fit|is drawn from)/,
  );
  t.regex(
    refused({ prior: 'vampPrior', objective: 'wae' }).message,
    /^The posterior of "z" has the family "implicit"/,
  );
});

test('a discriminator that lacks a latent of the model, or its input, is refused', (t) => {
  const objective = 'adversarialVariationalBayes';
  const latents = [
    { name: 'z', size: 2 },
    { name: 'w', size: 1 },
  ];
  const { message, hint } = refused({ latents, objective });
  t.is(
    message,
    'The objective "adversarialVariationalBayes" compares the latents z, and the model also has "w".',
  );
  t.is(hint, 'Name all latents: latents: [z, w].');
  assemble({ ...spec, latents, objective: { name: objective, latents: ['z', 'w'] } });
  const other = refused({ objective: { name: objective, input: 'y' } });
  t.regex(other.message, /which the model lacks/);
});
