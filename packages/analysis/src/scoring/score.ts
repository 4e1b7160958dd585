import { HelmholtzError } from '@helmholtz/base';
import {
  type ExampleScores,
  klProblem,
  type LatentVariableModel,
  nllProblem,
  scoreExamples,
} from '@helmholtz/core';
import type { Dataset } from '@helmholtz/datasets';

import { missingLabels } from '../run/choose-missing.js';
import type { TrainedRun } from '../run/trained-run.js';
import { reportTask, throwIfAborted, type WorkOptions } from '../run/work-options.js';
import { logScales } from '../evaluation/data-units.js';
import { requireExamples } from '../generating/indices.js';

export interface ScoreOptions extends WorkOptions {
  /** Examples to score; the test set by default. */
  readonly data?: Dataset | undefined;
  /** Draws of the latents for each example; 100 by default. */
  readonly importanceSamples?: number | undefined;
  /** Seed of the draws; the run's by default. */
  readonly seed?: number | undefined;
  /**
   * Examples with a greater outlier score are outliers, such as `thresholdOf(run, { quantile: 0.99
   * })`.
   */
  readonly threshold?: number | undefined;
}

/** Numbers of each example, in nats. */
export interface Scores extends ExampleScores {
  /** The data set that was scored. */
  readonly data: Dataset;
  /**
   * Higher is stranger: -logLikelihood; nelbo for a model that gives data no probability; the
   * negative expected log-likelihood if a posterior supports no KL divergence.
   */
  readonly outlierScore: Float64Array;
  /** The bound and the log-likelihood in the units of the data, if these are standardized. */
  readonly inDataUnits?: ScoresInDataUnits | undefined;
  readonly threshold: number | undefined;
  /** Whether each outlier score is above the threshold; undefined without one. */
  readonly outliers: readonly boolean[] | undefined;
  /** Why the log-likelihood or the bound is missing; empty if neither is. */
  readonly omitted: OmittedScores;
}

/** Densities of each example in the units of the data. */
interface ScoresInDataUnits {
  readonly nelbo: Float64Array | undefined;
  readonly logLikelihood: Float64Array | undefined;
}

/**
 * Scores every example: its bound with each term, its log-likelihood by importance sampling, and
 * its outlier score.
 *
 * @throws HelmholtzError (`data`) for examples that don't fit the model; (`interrupted`) for an
 * aborted signal.
 *
 * @example
 * ```ts
 * import { score } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const assembly = assemble({
 *   recipe: 'vae',
 *   observed: { shape: [784] },
 *   latents: [{ name: 'z', size: 2 }],
 *   networks: { recognition: [], generative: [] },
 * });
 * const run = { ...assembly, ...(await loadDataset('digits', { limit: 20 })) };
 * const { outlierScore, logLikelihood } = await score(run, { importanceSamples: 10 });
 * console.log(outlierScore.length, outlierScore[0] === -(logLikelihood?.[0] ?? 0)); // 20 true
 * ```
 */
export async function score(run: TrainedRun, options: ScoreOptions = {}): Promise<Scores> {
  const { model, spec, compile } = run;
  const { data = run.test, importanceSamples = 100, seed = spec.seed, threshold, signal } = options;
  requireExamples(data);
  requireLabels(run, data);
  const task = `scoring ${data.name} (${data.size} examples, ${importanceSamples} samples)`;
  throwIfAborted(signal, task);
  const onProgress = reportTask(options, task);
  // Without noise all draws are the same.
  const samples = model.noise.length === 0 ? 1 : importanceSamples;
  const scores = await scoreExamples(model, { data, samples, seed, compile, signal, onProgress });
  throwIfAborted(signal, task);
  const outlierScore = scores.logLikelihood?.map((value) => -value) ?? scores.nelbo ?? lossOfData(scores);
  return {
    ...scores,
    data,
    outlierScore,
    inDataUnits: unitsOf(scores, logScales(model, data)),
    threshold,
    outliers: threshold === undefined ? undefined : Array.from(outlierScore, (value) => value > threshold),
    omitted: omittedScores(model),
  };
}

/**
 * The label of a semi-supervised model is given to its networks. Zeros, as for other models, stand
 * for no class that these networks know.
 */
function requireLabels({ objective }: TrainedRun, { name, labels, size }: Dataset): void {
  const missing = missingLabels(labels);
  if (!objective.classifier || missing === 0) return;
  throw new HelmholtzError(
    'data',
    `${name}: ${missing} of ${size} examples have no label, which the scores of the objective "${objective.name}" are given.`,
    { hint: 'Score the labelled examples alone. `helmholtz evaluate` shows the bound of all examples.' },
  );
}

function unitsOf(
  { nelbo, logLikelihood }: ExampleScores,
  scales: Float64Array | undefined,
): ScoresInDataUnits | undefined {
  return (
    scales && {
      nelbo: nelbo?.map((value, row) => value + scales[row]!),
      logLikelihood: logLikelihood?.map((value, row) => value - scales[row]!),
    }
  );
}

/** Why scores are missing, one sentence each. */
export type OmittedScores = Readonly<Partial<Record<'logLikelihood' | 'nelbo', string>>>;

function omittedScores(model: LatentVariableModel): OmittedScores {
  const logLikelihood = nllProblem(model);
  const [nelbo] = model.latents.flatMap((latent) => klProblem(latent) ?? []);
  return {
    ...(logLikelihood === undefined ? {} : { logLikelihood }),
    ...(nelbo === undefined ? {} : { nelbo }),
  };
}

/** The negative expected log-likelihood of all observed variables. */
function lossOfData({ terms, examples }: ExampleScores): Float64Array {
  const loss = new Float64Array(examples);
  for (const [name, values] of terms) {
    if (name.startsWith('expectedLogLikelihood/')) values.forEach((value, row) => (loss[row]! -= value));
  }
  return loss;
}
