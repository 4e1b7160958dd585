import test from 'ava';

import { analyticKl, logLikelihood } from '../graph/log-densities.js';
import { isVariational } from '../graph/terms.js';
import { betaTcVae } from '../objectives/beta-tc-vae.js';
import { combinedImportanceWeighted } from '../objectives/combined-importance-weighted.js';
import { dipVae } from '../objectives/dip-vae.js';
import { elbo } from '../objectives/elbo.js';
import { importanceWeightedBound } from '../objectives/importance-weighted-bound.js';
import { infoVae } from '../objectives/info-vae.js';
import { multiplyImportanceWeighted } from '../objectives/multiply-importance-weighted.js';
import type { Objective } from '../objectives/objective.js';
import { partiallyImportanceWeighted } from '../objectives/partially-importance-weighted.js';
import { wae } from '../objectives/wae.js';
import { patterns, tinyModel } from '../testing/tiny-model.js';
import { BatchReader } from './batches.js';
import { eagerCompiler } from './eager-compiler.js';
import { estimateMetrics, evaluate } from './evaluate.js';
import { toTensor } from './host-tensor.js';

const options = { data: patterns(10), objective: elbo(), batchSize: 4, seed: 0 };

function standardError(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

test('the standard error of each term is that of its values over examples', async (t) => {
  const model = tinyModel();
  const [logLikelihoods, divergences]: [number[], number[]] = [[], []];
  for (const { inputs, noise } of new BatchReader(model, options.data, 4, 0).ordered('evaluation')) {
    const { observed, latents } = model.terms(inputs.map(toTensor), noise.map(toTensor));
    logLikelihoods.push(...logLikelihood(observed[0]!).dataSync());
    divergences.push(
      ...latents.filter(isVariational).flatMap((latent) => [...analyticKl(latent).dataSync()]),
    );
  }
  const nelbo = divergences.map((kl, row) => kl - logLikelihoods[row]!);
  const { metrics, standardErrors } = await estimateMetrics(model, options);
  t.deepEqual(metrics, await evaluate(model, options), 'and the metrics are the same');
  const expected = {
    nelbo: standardError(nelbo),
    expectedLogLikelihood: standardError(logLikelihoods),
    kl: standardError(divergences),
    'kl/z': standardError(divergences),
    'expectedLogLikelihood/x': standardError(logLikelihoods),
  };
  t.deepEqual(Object.keys(standardErrors), Object.keys(expected));
  for (const [name, value] of Object.entries(expected)) {
    t.true(Math.abs(standardErrors[name]! - value) < 1e-5, `${name}: ${standardErrors[name]} and ${value}`);
  }
});

const objectives: readonly (readonly [objective: Objective, without: readonly string[]])[] = [
  [elbo({ samples: 3 }), []],
  [importanceWeightedBound({ samples: 4 }), []],
  [multiplyImportanceWeighted({ samples: 3, bounds: 2 }), []],
  [combinedImportanceWeighted({ samples: 4 }), []],
  [partiallyImportanceWeighted({ samples: 3, bounds: 2 }), ['loss/generative', 'loss/recognition']],
  [wae(), ['waeLoss', 'mmd']],
  [infoVae(), ['infoVaeLoss', 'mmd']],
  [dipVae(), ['covariancePenalty', 'variancePenalty']],
  [betaTcVae(), ['indexCodeMutualInformation', 'totalCorrelation', 'dimensionWiseKl']],
];

for (const [objective, without] of objectives) {
  test(`${objective.name}: all metrics that are means over examples have a standard error`, async (t) => {
    const model = tinyModel();
    const { metrics, standardErrors } = await estimateMetrics(model, { ...options, objective });
    t.deepEqual(
      Object.keys(metrics).filter((name) => !(name in standardErrors)),
      without,
    );
    const compiled = await estimateMetrics(model, { ...options, objective, compile: eagerCompiler });
    t.deepEqual(compiled, { metrics, standardErrors }, 'compiled or not');
  });
}

test('one example has no standard error', async (t) => {
  const { standardErrors } = await estimateMetrics(tinyModel(), { ...options, data: patterns(1) });
  t.deepEqual(standardErrors, {});
});
