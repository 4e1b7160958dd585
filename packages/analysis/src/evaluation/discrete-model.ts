import {
  bitsPerDim,
  type Dataset,
  discreteBound,
  estimateMetrics,
  type Metrics,
  type NllEstimate,
  wholeBatchSize,
} from '@helmholtz/core';

import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, type WorkOptions } from '../run/work-options.js';
import { importanceSampling } from './importance-sampling.js';

/**
 * Numbers of a model with exact draws of zeros and ones or of categories, in place of relaxed ones.
 */
export interface DiscreteModel {
  /** The bound and its terms. */
  readonly metrics: Metrics;
  readonly standardErrors: Metrics;
  readonly importanceSampling?: (NllEstimate & { readonly bitsPerDim: number | undefined }) | undefined;
}

/** Evaluates the discrete model of relaxed latents, if the model has any. */
export async function discreteModelOf(
  run: TrainedRun,
  test: Dataset,
  compared: Dataset,
  samples: number,
  options: WorkOptions,
): Promise<DiscreteModel | undefined> {
  const { model, spec, compile } = run;
  const objective = discreteBound(model);
  const { signal } = options;
  if (!objective || signal?.aborted) return undefined;
  const report = reportTask(options, `evaluating the discrete model, ${test.name} (${test.size} examples)`);
  const batchSize = wholeBatchSize(spec.training.batchSize);
  const shared = { objective, batchSize, seed: spec.seed, compile, signal, onBatch: report };
  const estimates = await estimateMetrics(model, { ...shared, data: test });
  const nll =
    samples === 0 || signal?.aborted || compared.size === 0
      ? undefined
      : await importanceSampling(run, compared, samples, { ...options, discrete: true });
  if (!nll) return estimates;
  return { ...estimates, importanceSampling: { ...nll, bitsPerDim: bitsPerDim(model, test, nll.nll) } };
}
