import { HelmholtzError, itemAt } from '@helmholtz/base';
import { SIMULATOR_HINT, simulatorProblem } from '../graph/check-likelihood.js';
import { klProblem } from '../graph/kl-of-latent.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Batch } from '../training/batch.js';
import { BatchReader } from '../training/batches.js';
import { checkData } from '../training/check-data.js';
import { eagerCompiler } from '../training/eager-compiler.js';
import { Pause } from '../training/pause.js';
import { BatchFunction } from './batch-function.js';
import { type ImportanceSamplingOptions, nllProblem, rowsFor } from './importance-sampling.js';
import { LogMeanWeights } from './log-mean-weights.js';
import { posteriorNoise } from './posterior-noise.js';
import { scoreTerms, type TermNames } from './score-terms.js';
import { TermMeans } from './term-means.js';

/** Numbers of each example of a data set, in nats. */
export interface ExampleScores {
  /** Number of examples that are done: all, unless it was interrupted. */
  readonly examples: number;
  /** Draws of the latents for each example. */
  readonly samples: number;
  /**
   * Negative bound: the sum of the KL divergences less the expected log-likelihoods, averaged over
   * the draws; undefined if a posterior supports no KL divergence. See `klProblem`.
   */
  readonly nelbo: Float64Array | undefined;
  /** The terms of the bound by name: `expectedLogLikelihood/<observed>`, `kl/<latent>`. */
  readonly terms: ReadonlyMap<string, Float64Array>;
  /**
   * Shares of the expected log-likelihood of each column of a table or element of a vector, by
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

/**
 * Scores every example of a data set: its bound with each term, and its log-likelihood by
 * importance sampling with the standard error, from the same draws of the posterior.
 *
 * KL divergences are analytic if they have a closed form. On average, an estimated log-likelihood
 * is at most the true log-likelihood, and approaches it with more samples.
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
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const { test } = await loadDataset('digits', { limit: 5 });
 * const { nelbo, terms } = await scoreExamples(model, { data: test, samples: 10, seed: 0 });
 * console.log(nelbo?.length, [...terms.keys()]); // 5 [ 'expectedLogLikelihood/x', 'kl/z' ]
 * ```
 */
export async function scoreExamples(
  model: LatentVariableModel,
  options: ImportanceSamplingOptions,
): Promise<ExampleScores> {
  const { data, samples, seed, compile = eagerCompiler, rows = rowsFor(model), signal, onProgress } = options;
  const simulator = simulatorProblem(model.observed);
  if (simulator !== undefined) throw new HelmholtzError('graph', simulator, { hint: SIMULATOR_HINT });
  checkData(model, data);
  const weighted = nllProblem(model) === undefined;
  const reader = new BatchReader(model, data, Math.min(BATCH, rows), seed);
  const most = Math.min(Math.max(Math.floor(rows / Math.min(BATCH, data.size)), 1), samples);
  const chunk = Math.ceil(samples / Math.ceil(samples / most));
  const collected = new CollectedScores(model, samples, weighted);
  const scores = new BatchFunction(compile, (inputs, noise) => {
    const { names, tensors } = scoreTerms(model, inputs, noise, chunk, weighted);
    collected.names = names;
    return tensors;
  });
  const pause = new Pause();
  let [drawn, index] = [0, 0];
  /** Scores a batch at all its draws. Returns false if it was aborted before the last ones. */
  const scored = async (batch: Batch): Promise<boolean> => {
    const sums = collected.begin(batch.size);
    for (let start = 0; start < samples; start += chunk) {
      const keys = { own: ['importance', index, start], shared: ['importance', start] };
      const noise = posteriorNoise(model, { samples: chunk, rows: batch.size, seed }, keys);
      const used = Math.min(chunk, samples - start);
      sums.add(await scores.run(batch.inputs, noise), used);
      drawn += used * batch.size;
      onProgress?.(drawn, data.size * samples);
      await pause.ifDue();
      if (signal?.aborted) return false;
    }
    sums.end();
    return true;
  };
  try {
    for (const batch of reader.ordered('evaluation')) {
      if (!(await scored(batch))) break;
      index++;
    }
    return collected.scores;
  } finally {
    scores.dispose();
  }
}

/** Scores of the examples that are done, batch after batch. */
class CollectedScores {
  names: TermNames | undefined;
  private readonly means = new TermMeans();
  private readonly logLikelihoods: number[] = [];
  private readonly errors: number[] = [];
  private done = 0;

  constructor(
    private readonly model: LatentVariableModel,
    private readonly samples: number,
    private readonly weighted: boolean,
  ) {}

  /** Begins a batch. Its draws are added, and count when it ends. */
  begin(rows: number): {
    add(values: readonly ArrayLike<number>[], used: number): void;
    end(): void;
  } {
    const weights = new LogMeanWeights(rows);
    const means = this.means.begin(rows, this.samples);
    return {
      add: (values, used) => {
        const [first, ...rest] = this.weighted ? values : [undefined, ...values];
        for (let sample = 0; first && sample < used; sample++) {
          weights.add(first, (sample * rows) % first.length);
        }
        rest.forEach((each, term) => means.add(itemAt(this.names!.all, term), each!, used));
      },
      end: () => {
        means.end();
        if (this.weighted) {
          this.logLikelihoods.push(...weights.values);
          this.errors.push(...(this.samples > 1 ? weights.standardErrors : new Float64Array(rows).fill(NaN)));
        }
        this.done += rows;
      },
    };
  }

  get scores(): ExampleScores {
    const { terms = [], shares = [] } = this.names ?? {};
    const byTerm = new Map(terms.map((name) => [name, this.means.values(name)]));
    return {
      examples: this.done,
      samples: this.samples,
      nelbo: this.model.latents.some((latent) => klProblem(latent)) ? undefined : this.nelbo(byTerm),
      terms: byTerm,
      shares: new Map(shares.map((name) => [name, this.means.values(name)])),
      logLikelihood: this.weighted ? Float64Array.from(this.logLikelihoods) : undefined,
      standardError: this.weighted ? Float64Array.from(this.errors) : undefined,
    };
  }

  private nelbo(terms: ExampleScores['terms']): Float64Array {
    const nelbo = new Float64Array(this.done);
    for (const [name, values] of terms) {
      const sign = name.startsWith('kl/') ? 1 : -1;
      values.forEach((value, row) => (nelbo[row]! += sign * value));
    }
    return nelbo;
  }
}
