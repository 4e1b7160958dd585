import { memoryFiles } from '@helmholtz/base';
import { decodedMeans, permutation, posteriorDraws, RandomStream, readExamples } from '@helmholtz/core';
import { RunDirectory } from '@helmholtz/core/run';
import test from 'ava';

import { sample } from '../generating/sample.js';
import type { SampleOptions } from '../generating/sampled.js';
import { images, run, squaresRun } from '../testing/squares.js';
import type { RunWithCodes } from './training-codes.js';

/** A run with a folder in memory, whose training set can't be read a second time. */
async function keptRun(of = run): Promise<{ once: RunWithCodes; again: RunWithCodes }> {
  const directory = await RunDirectory.create('runs/kept', { files: memoryFiles() });
  const checkpoint = { step: 9 } as RunWithCodes['checkpoint'];
  const once = { ...of, directory, checkpoint };
  const loadTraining = async () => Promise.reject(new Error('the training set was read again'));
  return { once, again: { ...once, loadTraining } };
}

test('codes of the aggregate posterior are draws from posteriors of training examples', async (t) => {
  const { codes, codesNote, decoded } = await sample(run, { from: 'aggregate', count: 12, seed: 5 });
  const order = [...permutation(12, new RandomStream(5, 'aggregate'))];
  const expected = await posteriorDraws(run.model, readExamples(images, order), 5);
  t.deepEqual(codes, expected);
  t.deepEqual(decoded.get('x'), (await decodedMeans(run.model, expected)).get('x'));
  t.is(codesNote, 'codes: posteriors of random training examples');
});

for (const options of [
  { from: 'mixture', components: 2, covariance: 'diagonal' },
  { from: 'flow', fitSteps: 1 },
  { from: 'twoStage', fitSteps: 1 },
] as const satisfies readonly SampleOptions[]) {
  test(`a density of kind ${options.from} is kept in the folder of the run`, async (t) => {
    const { once, again } = await keptRun();
    const first = await sample(once, { ...options, count: 6, seed: 2 });
    t.true(first.codes.get('z')!.values.every(Number.isFinite));
    t.deepEqual(await sample(again, { ...options, count: 6, seed: 2 }), first);
    const other = await sample(again, { ...options, count: 6, seed: 3 });
    t.notDeepEqual(other.codes, first.codes);
    const later = { ...again, checkpoint: { step: 10 } as RunWithCodes['checkpoint'] };
    await t.throwsAsync(sample(later, options), { message: 'the training set was read again' });
  });
}

test('a prior over the codes of a quantized latent is kept in the folder of the run', async (t) => {
  const quantized = squaresRun({
    posterior: { name: 'vectorQuantized', codes: 3, groups: 2 },
    prior: 'uniformCodes',
    objective: 'vectorQuantization',
  });
  const { once, again } = await keptRun(quantized);
  const options = { from: 'autoregressive', fitSteps: 1, count: 5 } as const;
  const first = await sample(once, options);
  t.deepEqual(first.codes.get('z')?.shape, [2, 2]);
  t.deepEqual(await sample(again, options), first);
  await t.throwsAsync(sample(quantized, { from: 'mixture' }), { message: /"z" takes only vectors of a/ });
  await t.throwsAsync(sample(run, options), { message: /over the codes of one quantized latent/ });
});

test('a plain autoencoder is sampled from a fitted mixture, and names it if there is no prior', async (t) => {
  const plain = squaresRun({ recipe: 'autoencoder', likelihood: 'normal' });
  await t.throwsAsync(sample(plain), { message: /no prior to draw from/ });
  const { codes, images: drawn } = await sample(plain, { from: 'mixture', components: 1, count: 3 });
  t.deepEqual([codes.get('z')?.count, drawn?.count], [3, 3]);
});

test('throws errors for options without an effect, and for binary latents', async (t) => {
  await t.throwsAsync(sample(run, { components: 3 }), { message: /`components` 3 has no effect/ });
  await t.throwsAsync(sample(run, { from: 'mixture', fitSteps: 3 }), {
    message: /`fitSteps` 3 has no effect/,
  });
  await t.throwsAsync(sample(run, { from: 'flow', codes: 'z.npy' }), { message: /`from` flow has no/ });
  await t.throwsAsync(sample(run, { from: 'Mixture' as 'mixture' }), { message: /no source of codes/ });
  const binary = squaresRun({ posterior: 'bernoulli', prior: 'bernoulli', objective: 'vimco' });
  await t.throwsAsync(sample(binary, { from: 'mixture' }), { message: /"z" takes only/ });
  const { codes } = await sample(binary, { from: 'aggregate', count: 4 });
  t.true(codes.get('z')!.values.every((value) => value === 0 || value === 1));
});
