import {
  type AnnealedEstimate,
  annealedProblem,
  bitsPerDim,
  type Dataset,
  estimateAnnealedNll,
} from '@helmholtz/core';

import type { TrainedRun } from '../run/trained-run.js';
import { unusedOption } from '../run/unused-option.js';
import { reportTask, type WorkOptions } from '../run/work-options.js';

/** Whether and how the log-likelihood is estimated by annealed importance sampling. */
export interface AnnealedChoice {
  /**
   * Number of temperatures of annealed importance sampling, which estimates the log-likelihood
   * without a posterior. Left out by default.
   */
  readonly annealed?: number | undefined;
  /** Number of annealed chains for each example; 16 by default. */
  readonly chains?: number | undefined;
}

/** Annealed estimate of a set, without the estimates of its examples. */
export type AnnealedNll = Omit<AnnealedEstimate, 'ofExamples'> & {
  readonly bitsPerDim: number | undefined;
};

/** Returns the annealed estimate of a set; undefined if it is not asked for. */
export async function annealedNll(
  { model, spec: { seed }, compile }: TrainedRun,
  test: Dataset,
  { annealed, chains, ...options }: AnnealedChoice & WorkOptions,
): Promise<AnnealedNll | undefined> {
  if (annealed === undefined || test.size === 0) return undefined;
  const { signal } = options;
  const task = `annealed importance sampling ${test.name} (${test.size} examples, ${annealed} temperatures)`;
  const onProgress = reportTask(options, task);
  const sampling = { data: test, temperatures: annealed, chains, seed, compile, signal, onProgress };
  const estimate = await estimateAnnealedNll(model, sampling);
  if (!estimate) return undefined;
  const { ofExamples: _each, ...means } = estimate;
  return { ...means, bitsPerDim: bitsPerDim(model, test, means.nll) };
}

/** @throws HelmholtzError (`usage`) for an annealed estimate of a model that has none. */
export function checkAnnealed({ model }: TrainedRun, { annealed, chains }: AnnealedChoice): void {
  if (annealed === undefined) {
    if (chains === undefined) return;
    throw unusedOption(
      'chains',
      chains,
      'only annealed importance sampling has chains',
      'Add `annealed` 1000.',
    );
  }
  const problem = annealedProblem(model);
  if (problem === undefined) return;
  throw unusedOption('annealed', annealed, `there is no annealed nll; ${problem.replace(/\.$/, '')}`);
}
