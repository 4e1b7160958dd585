import { type Dataset, estimateNll, type NllEstimate, nllProblem } from '@helmholtz/core';

import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, type WorkOptions } from '../run/work-options.js';

/** Estimates the log-likelihood of a set; undefined for a model without one. */
export async function importanceSampling(
  { model, spec: { seed }, compile }: TrainedRun,
  test: Dataset,
  samples: number,
  options: WorkOptions & { readonly discrete?: boolean },
): Promise<NllEstimate | undefined> {
  if (nllProblem(model) !== undefined) return undefined;
  const { signal, discrete = false } = options;
  const of = discrete ? 'of the discrete model, ' : '';
  const task = `importance sampling ${of}${test.name} (${test.size} examples, ${samples} samples)`;
  const onProgress = reportTask(options, task);
  return estimateNll(model, { data: test, samples, seed, compile, discrete, signal, onProgress });
}
