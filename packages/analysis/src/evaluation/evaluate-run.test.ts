import { discreteBound, estimateAnnealedNll, estimateNll, evaluate } from '@helmholtz/core';
import test from 'ava';

import { images, run, squaresRun } from '../testing/squares.js';
import { evaluateRun } from './evaluate-run.js';
import { evaluationTables } from './tables.js';

test('an evaluation holds the metrics of every set and the log-likelihood of the test set', async (t) => {
  const tasks: string[] = [];
  const evaluation = await evaluateRun(run, {
    importanceSamples: 7,
    onProgress: ({ task, done }) => void (done === 0 && tasks.push(task)),
  });
  const { model, objective, spec } = run;
  const options = { data: images, objective, batchSize: spec.training.batchSize, seed: spec.seed };
  const expected = await evaluate(model, options);
  t.deepEqual(evaluation.metrics, { train: expected, test: expected });
  const { nll } = (await estimateNll(model, { data: images, samples: 7, seed: spec.seed }))!;
  t.is(evaluation.importanceSampling!.nll, nll);
  t.true(Math.abs(evaluation.importanceSampling!.bitsPerDim! - nll / (4 * Math.LN2)) < 1e-12);
  t.deepEqual(evaluation.omitted, {});
  t.deepEqual(tasks, [
    'evaluating squares (12 examples)',
    'evaluating squares (12 examples)',
    'importance sampling squares (12 examples, 7 samples)',
    'latents of squares',
  ]);
  t.regex(evaluationTables(evaluation), /^nats an example .*\n(.*\n)*importance sampling, 7 samples/);
});

test('an annealed estimate is that of the test set, and has no values of each example', async (t) => {
  const options = { importanceSamples: 0, annealed: 3, chains: 2 };
  const evaluation = await evaluateRun(run, options);
  const sampling = { data: images, temperatures: 3, chains: 2, seed: run.spec.seed };
  const { ofExamples, ...expected } = (await estimateAnnealedNll(run.model, sampling))!;
  t.is(ofExamples.length, images.size);
  const bitsPerDim = expected.nll / (4 * Math.LN2);
  t.deepEqual(evaluation.annealedImportanceSampling, { ...expected, bitsPerDim });
  t.regex(evaluationTables(evaluation), /annealed importance sampling, 3 temperatures, 2 chains/);
  await t.throwsAsync(evaluateRun(run, { chains: 2 }), { message: /^`chains` 2 has no effect: / });
  await t.throwsAsync(evaluateRun(squaresRun({ recipe: 'autoencoder' }), { annealed: 5 }), {
    message: /^`annealed` 5 has no effect: there is no annealed nll; The latent "z" has no prior/,
  });
});

test('an aborted evaluation lists the missing numbers', async (t) => {
  const { importanceSampling, latents, omitted } = await evaluateRun(run, { signal: AbortSignal.abort() });
  t.deepEqual([importanceSampling, latents], [undefined, undefined]);
  t.deepEqual(Object.keys(omitted), ['importanceSampling', 'bitsPerDim', 'latents']);
});

test('importance samples of a model without a likelihood of data have no effect', async (t) => {
  const plain = squaresRun({ recipe: 'autoencoder' });
  await t.throwsAsync(evaluateRun(plain, { importanceSamples: 5 }), {
    message: /^`importanceSamples` 5 has no effect: there is no nll; /,
  });
});

test('relaxed latents have the numbers of their discrete model beside their own', async (t) => {
  const relaxed = squaresRun({ posterior: 'relaxedBernoulli', prior: 'logitRelaxedBernoulli' });
  const { model, spec } = relaxed;
  const evaluation = await evaluateRun(relaxed, { importanceSamples: 7 });
  const { metrics, importanceSampling } = evaluation.discreteModel!;
  const options = { data: images, batchSize: spec.training.batchSize, seed: spec.seed };
  t.deepEqual(metrics, await evaluate(model, { ...options, objective: discreteBound(model)! }));
  t.notDeepEqual(metrics, evaluation.metrics['test']);
  const { nll } = (await estimateNll(model, { ...options, samples: 7, discrete: true }))!;
  t.is(importanceSampling!.nll, nll);
  t.not(nll, evaluation.importanceSampling!.nll);
  t.regex(evaluationTables(evaluation), /^discrete model, nats an example +test\nnelbo /m);
  t.is((await evaluateRun(run, { importanceSamples: 0 })).discreteModel, undefined);
});
