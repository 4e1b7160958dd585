import { Heterogeneous, observedMask } from '@helmholtz/distributions';
import { cast, fill, min, split, squeeze, type Tensor, where } from '@tensorflow/tfjs-core';

import { analyticKl, bestKlKind, logLikelihood, monteCarloKl } from '../graph/log-densities.js';
import type { LatentVariableModel } from '../graph/model.js';
import { isVariational, type ObservedTerm } from '../graph/terms.js';
import { boundTerms, logImportanceWeights } from '../objectives/bound-terms.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { sizeOf } from '../training/dataset.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { Pause } from '../training/pause.js';
import { BatchFunction } from './batch-function.js';
import { type ImportanceSamplingOptions, nllProblem, rowsFor } from './importance-sampling.js';
import { LogMeanWeights } from './log-mean-weights.js';
import { posteriorNoise } from './posterior-noise.js';
import { TermMeans } from './term-means.js';

/** Numbers of each example of a data set, in nats. */
export interface ExampleScores {
  /** Number of examples that are done: all, unless it was interrupted. */
  readonly examples: number;
  /** Draws of the latents for each example. */
  readonly samples: number;
  /**
   * Negative bound: the sum of the KL divergences less the expected log-likelihoods, averaged over
   * the draws.
   */
  readonly nelbo: Float64Array;
  /** The terms of the bound by name: `expectedLogLikelihood/<observed>`, `kl/<latent>`. */
  readonly terms: ReadonlyMap<string, Float64Array>;
  /**
   * What columns of a table, or elements of a vector, have of the expected log-likelihood, by
   * `<observed>` and their order; empty for images and series.
   */
  readonly shares: ReadonlyMap<string, Float64Array>;
  /**
   * log p(x) by importance sampling, and its standard error; undefined for a model that gives data
   * no probability.
   */
  readonly logLikelihood: Float64Array | undefined;
  readonly standardError: Float64Array | undefined;
}

const BATCH = 64;

/** Elements of a vector that have shares of their own, at most. */
const MOST_SHARES = 256;

/**
 * Scores every example of a data set: its bound with each term, and its log-likelihood by
 * importance sampling with the standard error, from the same draws of the posterior.
 *
 * KL divergences are analytic where they have a closed form. A log-likelihood is at most the true
 * one on average, and the nearer the more samples.
 *
 * @throws HelmholtzError (`data`) for data that don't fit the model.
 *
 * @example
 * ```ts
 * import { scoreExamples } from '@helmholtz/core';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const { model } = assemble({
 *   recipe: 'vae', observed: { shape: [784] }, latents: [{ name: 'z', size: 2 }], networks: { recognition: [], generative: [] },
 * });
 * const { test } = await loadDataset('digits', { limit: 5 });
 * const { nelbo, terms } = await scoreExamples(model, { data: test, samples: 10, seed: 0 });
 * console.log(nelbo.length, [...terms.keys()]); // 5 [ 'expectedLogLikelihood/x', 'kl/z' ]
 * ```
 */
export async function scoreExamples(
  model: LatentVariableModel,
  options: ImportanceSamplingOptions,
): Promise<ExampleScores> {
  const { data, samples, seed, compile = eagerCompiler, rows = rowsFor(model), signal, onProgress } = options;
  checkData(model, data);
  const weighted = nllProblem(model) === undefined;
  const reader = new BatchReader(model, data, Math.min(BATCH, rows), seed);
  const most = Math.min(Math.max(Math.floor(rows / Math.min(BATCH, data.size)), 1), samples);
  const chunk = Math.ceil(samples / Math.ceil(samples / most));
  let names: TermNames | undefined;
  const scores = new BatchFunction(compile, (inputs, noise) => {
    const { names: found, tensors } = termsOf(model, inputs, noise, chunk, weighted);
    names = found;
    return tensors;
  });
  const means = new TermMeans();
  const logLikelihoods: number[] = [];
  const errors: number[] = [];
  const pause = new Pause();
  const total = data.size * samples;
  let [done, drawn, index] = [0, 0, 0];
  try {
    for (const batch of reader.ordered('evaluation')) {
      const weights = new LogMeanWeights(batch.size);
      const batchMeans = means.begin(batch.size, samples);
      for (let start = 0; start < samples; start += chunk) {
        const keys = { own: ['importance', index, start], shared: ['importance', start] };
        const noise = posteriorNoise(model, { samples: chunk, rows: batch.size, seed }, keys);
        const values = await scores.run(batch.inputs, noise);
        const used = Math.min(chunk, samples - start);
        const [first, ...rest] = weighted ? values : [undefined, ...values];
        for (let sample = 0; first && sample < used; sample++) {
          weights.add(first, (sample * batch.size) % first.length);
        }
        rest.forEach((each, term) => batchMeans.add(names!.all[term]!, each!, used));
        drawn += used * batch.size;
        onProgress?.(drawn, total);
        await pause.ifDue();
        if (signal?.aborted) return scoresOf();
      }
      batchMeans.end();
      if (weighted) {
        logLikelihoods.push(...weights.values);
        errors.push(...(samples > 1 ? weights.standardErrors : new Float64Array(batch.size).fill(NaN)));
      }
      done += batch.size;
      index++;
    }
    return scoresOf();
  } finally {
    scores.dispose();
  }

  function scoresOf(): ExampleScores {
    const { terms = [], shares = [] } = names ?? {};
    const byTerm = new Map(terms.map((name) => [name, means.values(name)]));
    const nelbo = new Float64Array(done);
    for (const [name, values] of byTerm) {
      const sign = name.startsWith('kl/') ? 1 : -1;
      values.forEach((value, row) => (nelbo[row]! += sign * value));
    }
    return {
      examples: done,
      samples,
      nelbo,
      terms: byTerm,
      shares: new Map(shares.map((name) => [name, means.values(name)])),
      logLikelihood: weighted ? Float64Array.from(logLikelihoods) : undefined,
      standardError: weighted ? Float64Array.from(errors) : undefined,
    };
  }
}

interface TermNames {
  readonly terms: readonly string[];
  readonly shares: readonly string[];
  /** Both, in the order of the tensors. */
  readonly all: readonly string[];
}

/**
 * The logarithms of importance weights where there are, then all terms and shares: [batch] or
 * [samples, batch] each.
 */
function termsOf(
  model: LatentVariableModel,
  inputs: readonly Tensor[],
  noise: readonly Tensor[],
  samples: number,
  weighted: boolean,
): { readonly names: TermNames; readonly tensors: readonly Tensor[] } {
  const terms = model.terms(inputs, noise, { samples });
  const local = { ...terms, latents: terms.latents.filter(({ examples }) => !examples) };
  const named: [string, Tensor][] = terms.observed.map((term) => [
    `expectedLogLikelihood/${term.name}`,
    logLikelihood(term),
  ]);
  for (const latent of terms.latents.filter(isVariational)) {
    const kl = bestKlKind(latent) === 'analytic' ? analyticKl(latent) : monteCarloKl(latent);
    named.push([`kl/${latent.name}`, kl]);
  }
  const shares = terms.observed.flatMap((term) => sharesOf(model, term));
  const all = [...named, ...shares];
  return {
    names: {
      terms: named.map(([name]) => name),
      shares: shares.map(([name]) => name),
      all: all.map(([name]) => name),
    },
    tensors: [
      ...(weighted ? [logImportanceWeights(boundTerms(local, monteCarloKl))] : []),
      ...all.map(([, tensor]) => tensor),
    ],
  };
}

/**
 * log p of each column of a row, or of each element of a vector whose elements are independent. NaN
 * where the value is missing.
 */
function sharesOf(
  model: LatentVariableModel,
  { name, likelihood, value, shape }: ObservedTerm,
): [string, Tensor][] {
  const head = model.observed.find((observed) => observed.name === name)?.likelihood;
  if (likelihood instanceof Heterogeneous && head?.columns) {
    const { columns } = head;
    const parts = head.missing ? split(value, sizesOf(columns), -1) : [];
    return likelihood.logProbOfBlocks(value).map((logProb, index) => {
      const part = parts[index];
      return [`${name}/${columns[index]!.name}`, part ? onlyObserved(logProb, min(part, -1)) : logProb];
    });
  }
  const size = sizeOf(shape);
  if (shape.length !== 1 || size > MOST_SHARES || size < 2 || likelihood.eventRank !== 0) return [];
  const logProb = likelihood.logProb(value);
  const shares = head?.missing ? onlyObserved(logProb, value) : logProb;
  return split(shares, size, -1).map((element, index) => [
    `${name}/${index}`,
    squeeze(element, [element.rank - 1]),
  ]);
}

const sizesOf = (columns: readonly { readonly size: number }[]): number[] => columns.map(({ size }) => size);

/** NaN where a value is missing: its share would be a 0 that looks like a probability of 1. */
function onlyObserved(logProb: Tensor, value: Tensor): Tensor {
  return where(cast(observedMask(value), 'bool'), logProb, fill(logProb.shape, NaN));
}
