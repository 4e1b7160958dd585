import {
  bitsPerDim,
  type ClassificationSummary,
  classify,
  type CodeInformation,
  codeInformation,
  codeInformationProblem,
  type Dataset,
  estimateMetrics,
  firstExamples,
  labelledExamples,
  latentStatistics,
  type LatentStatistics,
  type Metrics,
  nllProblem,
  numberOfExamples,
  predict,
  predictionsProblem,
  type PredictionSummary,
  splitData,
  summarizePredictions,
  type TrainingData,
  wholeBatchSize,
} from '@helmholtz/core';

import { missingLabels } from '../run/choose-missing.js';
import type { TrainedRun } from '../run/trained-run.js';
import { unusedOption } from '../run/unused-option.js';
import { reportTask, type WorkOptions } from '../run/work-options.js';
import { discreteModelOf } from './discrete-model.js';
import { importanceSampling } from './importance-sampling.js';
import { type AnnealedChoice, annealedNll, checkAnnealed } from './annealed-nll.js';
import { inDataUnits } from './data-units.js';
import type { Evaluation, MissingCounts } from './evaluation.js';
import { latentsProblem, omittedOf } from './omitted.js';

export interface EvaluateRunOptions extends WorkOptions, AnnealedChoice {
  /**
   * Draws of the latents for each example to estimate the log-likelihood with. 100 by default; 0
   * leaves it out.
   */
  readonly importanceSamples?: number | undefined;
  /** Evaluates only the first examples of each set; all by default. */
  readonly examples?: number | undefined;
}

/**
 * Evaluates a trained model. Computes the metrics of its objective on every set. For the test set
 * it adds the negative log-likelihood by importance sampling, bits per dimension and statistics of
 * the latents.
 *
 * An aborted evaluation returns the finished numbers, and lists the others under `omitted`.
 *
 * @throws HelmholtzError (`usage`) for importance samples of a model without a likelihood of data.
 *
 * @example
 * ```ts
 * import { evaluateRun } from '@helmholtz/analysis';
 * import { loadDataset } from '@helmholtz/datasets';
 * import { assemble, type SpecInput } from '@helmholtz/recipes';
 * import '@tensorflow/tfjs-backend-cpu';
 *
 * const networks = { recognition: [], generative: [] };
 * const latents = [{ name: 'z', size: 2 }];
 * const spec: SpecInput = { recipe: 'vae', observed: { shape: [784] }, latents, networks };
 * const run = { ...assemble(spec), ...(await loadDataset('digits')) };
 * const results = await evaluateRun(run, { importanceSamples: 10, examples: 50 });
 * console.log(results.metrics.test?.nelbo !== results.importanceSampling?.nll); // true
 * ```
 */
export async function evaluateRun(run: TrainedRun, options: EvaluateRunOptions = {}): Promise<Evaluation> {
  const { model } = run;
  const { importanceSamples: samples = 100, examples = Infinity, signal } = options;
  checkSamples(run, options.importanceSamples);
  checkAnnealed(run, options);
  // New examples have no training set beside them.
  const parts = numberOfExamples(run.train) === 0 ? { test: run.test } : splitData(run.spec, run);
  const sets = Object.entries<TrainingData | undefined>(parts).flatMap(([name, set]) =>
    set ? [[name, firstExamples(set, examples)] as const] : [],
  );
  const { metrics, standardErrors, seconds, steps } = await metricsOf(run, sets, options);
  const [set, test] = ['test', firstExamples(parts.test, examples)] as const;
  // Predictions are compared with classes, and importance sampling is given them: examples without a
  // class are left out.
  const needsLabels = predictionsProblem(model) === undefined || run.objective.classifier !== undefined;
  const compared = needsLabels ? labelledExamples(test) : test;
  const nll =
    samples === 0 || signal?.aborted || compared.size === 0
      ? undefined
      : await importanceSampling(run, compared, samples, options);
  const discreteModel = await discreteModelOf(run, test, compared, samples, options);
  const predictions = nll && !signal?.aborted ? await predicted(run, compared, samples, options) : undefined;
  const annealed = signal?.aborted || predictions ? undefined : await annealedNll(run, compared, options);
  const latents = signal?.aborted ? [] : await latentsOf(run, test, options);
  const codes = latents.length === 0 || signal?.aborted ? undefined : await codesOf(run, test);
  const classification = signal?.aborted ? undefined : await classified(run, test, options);
  const missing = missingIn(run.test);
  const bits = nll && !predictions ? bitsPerDim(model, test, nll.nll) : undefined;
  const nelbo = signal?.aborted ? undefined : metrics[set]?.['nelbo'];
  const likelihood = predictions || signal?.aborted ? undefined : nll?.nll;
  const units = inDataUnits(model, run.test, { nelbo, nll: likelihood }, test.size);
  return {
    metrics,
    standardErrors,
    set,
    ...(nll ? { importanceSampling: { ...nll, bitsPerDim: bits } } : {}),
    ...(annealed ? { annealedImportanceSampling: annealed } : {}),
    ...(units ? { inDataUnits: units } : {}),
    ...(discreteModel ? { discreteModel } : {}),
    ...(predictions ? { predictions } : {}),
    ...(classification ? { classification } : {}),
    ...(latents.length > 0 ? { latents } : {}),
    ...(codes ? { codes } : {}),
    ...(missing ? { missing } : {}),
    omitted: omittedOf(model, test, {
      samples,
      importanceSampling: nll !== undefined,
      annealed: options.annealed === undefined || annealed !== undefined,
      latents: latents.length > 0,
      withoutError: withoutError(metrics, standardErrors),
    }),
    seconds,
    stepsPerSecond: steps / seconds,
  };
}

/** Names of the metrics that have no standard error in some set. */
function withoutError(
  sets: Readonly<Record<string, Metrics>>,
  errors: Readonly<Record<string, Metrics>>,
): string[] {
  const missing = Object.entries(sets).flatMap(([set, metrics]) =>
    Object.keys(metrics).filter((name) => errors[set]?.[name] === undefined),
  );
  return [...new Set(missing)];
}

function missingIn({ missing, labels, size }: TrainedRun['test']): MissingCounts | undefined {
  const unlabelled = missingLabels(labels);
  if (!missing && unlabelled === 0) return undefined;
  return {
    values: missing?.count ?? 0,
    ofValues: missing?.total ?? 0,
    labels: unlabelled,
    ofLabels: labels ? size : 0,
  };
}

function checkSamples({ model }: TrainedRun, given: number | undefined): void {
  const problem = nllProblem(model);
  if (!given || problem === undefined) return;
  throw unusedOption('importanceSamples', given, `there is no nll; ${problem.replace(/\.$/, '')}`);
}

async function metricsOf(
  { model, objective, spec, compile }: TrainedRun,
  sets: readonly (readonly [name: string, set: TrainingData])[],
  options: WorkOptions,
): Promise<Pick<Evaluation, 'metrics' | 'standardErrors' | 'seconds'> & { readonly steps: number }> {
  const started = performance.now();
  const metrics: Record<string, Metrics> = {};
  const standardErrors: Record<string, Metrics> = {};
  let steps = 0;
  for (const [name, data] of sets) {
    const report = reportTask(options, `evaluating ${data.name} (${numberOfExamples(data)} examples)`);
    const onBatch = (done: number, batches: number): void => {
      report(done, batches);
      steps++;
    };
    const { batchSize } = spec.training;
    const { signal } = options;
    const shared = { objective, batchSize, seed: spec.seed, compile, signal, onBatch };
    const estimates = await estimateMetrics(model, { ...shared, data });
    metrics[name] = estimates.metrics;
    standardErrors[name] = estimates.standardErrors;
  }
  return { metrics, standardErrors, steps, seconds: (performance.now() - started) / 1000 };
}

async function predicted(
  { model, spec: { seed }, compile }: TrainedRun,
  test: Dataset,
  samples: number,
  options: WorkOptions,
): Promise<PredictionSummary | undefined> {
  if (predictionsProblem(model) !== undefined) return undefined;
  const { signal } = options;
  const onProgress = reportTask(options, `predictions of ${test.name} (${test.size} examples)`);
  return summarizePredictions(
    await predict(model, { data: test, samples, seed, compile, signal, onProgress }),
  );
}

/** Examples whose codes are compared with each other. */
const MOST_MEASURED = 1000;

async function codesOf(
  { model, spec: { seed } }: TrainedRun,
  data: Dataset,
): Promise<CodeInformation | undefined> {
  if (codeInformationProblem(model) !== undefined) return undefined;
  const { labels } = data;
  const known =
    labels &&
    Array.from(labels)
      .slice(0, MOST_MEASURED)
      .some((label) => label >= 0);
  return codeInformation(model, {
    data,
    seed,
    examples: MOST_MEASURED,
    factors: known ? { label: labels } : {},
  });
}

async function classified(
  { model, objective: { classifier }, spec, compile }: TrainedRun,
  data: Dataset,
  { signal }: WorkOptions,
): Promise<ClassificationSummary | undefined> {
  if (!classifier) return undefined;
  const batchSize = wholeBatchSize(spec.training.batchSize);
  return classify(model, { data, classifier, batchSize, seed: spec.seed, compile, signal });
}

async function latentsOf(
  { model, spec, compile }: TrainedRun,
  test: Dataset,
  options: WorkOptions,
): Promise<LatentStatistics[]> {
  if (latentsProblem(model) !== undefined) return [];
  const { signal } = options;
  const batchSize = wholeBatchSize(spec.training.batchSize);
  const onBatch = reportTask(options, `latents of ${test.name}`);
  return latentStatistics(model, { data: test, batchSize, seed: spec.seed, compile, signal, onBatch });
}
