import { allCoefficients } from '../objectives/coefficients.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { checkDistributions } from '../objectives/check-distributions.js';
import { ObjectiveEvaluator } from '../evaluation/objective-evaluator.js';
import { RunningStandardError } from '../evaluation/standard-error.js';
import { RunningAverage } from './average.js';
import { BatchReader } from './batches.js';
import { checkData } from './check-data.js';
import { type BatchSize, type TrainingData, isInParts, wholeBatchSize } from './data-parts.js';
import { EagerEvaluator } from './eager-step.js';
import type { StepCompiler } from './step-compiler.js';
import { exampleWeights, weightedObjective } from './example-weights.js';
import { Pause } from './pause.js';
import type { BatchResult, Evaluator } from './step.js';
import type { Metrics } from '../run/metrics-row.js';

/** Options of `evaluate`. */
export interface EvaluateOptions {
  readonly data: TrainingData;
  readonly objective: Objective;
  /** Batch size. If the data have no parts, the largest of several. */
  readonly batchSize: BatchSize;
  /** Seed of the noise; 0 is a valid seed. */
  readonly seed: number;
  /** Compiler of the evaluation; eager kernels of TensorFlow.js by default. */
  readonly compile?: StepCompiler | undefined;
  /** Ends the evaluation after the current batch, with the metrics so far. */
  readonly signal?: AbortSignal | undefined;
  readonly onBatch?: ((done: number, batches: number) => void) | undefined;
}

/**
 * Returns the metrics of a model over a data set, in nats, each summed over the event and averaged
 * over the examples. The same seed gives the same noise, so that two evaluations differ only by the
 * weights.
 *
 * @throws HelmholtzError (`data`) for data that do not fit; (`graph`) for an objective that the
 *   latents do not support.
 *
 * @example
 * ```ts
 * import { elbo, evaluate } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const options = { data, objective: elbo(), batchSize: 2, seed: 0 };
 * const metrics = await evaluate(buildModel(defaultSpec('vae', [4])), options);
 * console.log(Object.keys(metrics).join(', '));
 * // nelbo, expectedLogLikelihood, kl, kl/z, expectedLogLikelihood/x
 * ```
 */
export async function evaluate(model: LatentVariableModel, options: EvaluateOptions): Promise<Metrics> {
  return (await evaluated(model, options, false)).metrics;
}

/** Metrics of a data set and how far they may be from those of all data of this kind. */
export interface MetricEstimates {
  readonly metrics: Metrics;
  /**
   * Standard error of each metric over examples, by its name. A metric that is no mean over
   * examples, such as a discrepancy of all codes, has none.
   */
  readonly standardErrors: Metrics;
}

/**
 * Returns the metrics of `evaluate` with their standard errors: the standard deviation over examples
 * divided by the square root of their number. Weights of examples count.
 *
 * @throws HelmholtzError as `evaluate` does.
 *
 * @example
 * ```ts
 * import { elbo, estimateMetrics } from '@helmholtz/core';
 * import { arrayDataset } from '@helmholtz/datasets';
 * import { buildModel, defaultSpec } from '@helmholtz/recipes';
 *
 * const data = arrayDataset({ name: 'rows', shape: [4], data: [[0, 0, 1, 1], [1, 1, 0, 0]] });
 * const options = { data, objective: elbo(), batchSize: 2, seed: 0 };
 * const model = buildModel(defaultSpec('vae', [4]));
 * const { metrics, standardErrors } = await estimateMetrics(model, options);
 * console.log(metrics.nelbo! > standardErrors.nelbo!); // true
 * ```
 */
export async function estimateMetrics(
  model: LatentVariableModel,
  options: EvaluateOptions,
): Promise<MetricEstimates> {
  const { metrics, standardErrors = {} } = await evaluated(model, options, true);
  return { metrics, standardErrors };
}

async function evaluated(
  model: LatentVariableModel,
  unweighted: EvaluateOptions,
  withErrors: boolean,
): Promise<EvaluatedSet> {
  const objective = weightedObjective(unweighted.objective, model);
  const options = { ...unweighted, objective };
  const { compile, data } = options;
  // A part that is repeated has no number of examples of its own.
  const perExample = withErrors && !isInParts(data);
  checkDistributions(objective, model);
  checkData(model, data);
  if (!compile) return evaluateWith(new EagerEvaluator(model, objective, perExample), model, options);
  const evaluator = new ObjectiveEvaluator(model, objective, compile, perExample);
  const evaluation = evaluateWith(evaluator, model, options);
  return evaluation.finally(() => evaluator.dispose());
}

interface EvaluatedSet extends Pick<BatchResult, 'loss' | 'metrics'> {
  readonly standardErrors?: Metrics;
}

/** Like `evaluate`, with an evaluator. */
export async function evaluateWith(
  evaluator: Evaluator,
  model: LatentVariableModel,
  { data, objective, batchSize, seed, signal, onBatch }: EvaluateOptions,
): Promise<EvaluatedSet> {
  const size = isInParts(data) ? batchSize : wholeBatchSize(batchSize);
  const reader = new BatchReader(model, data, size, seed, objective);
  const coefficients = allCoefficients(objective, undefined, reader);
  const average = new RunningAverage();
  const errors = new ErrorsByName(model, data);
  const pause = new Pause();
  let done = 0;
  for (const batch of reader.ordered('evaluation')) {
    const result = await evaluator.evaluate(batch, coefficients);
    average.add(result, batch.size);
    errors.add(result.examples ?? {}, batch.size);
    onBatch?.(++done, reader.batchesPerPass);
    await pause.ifDue();
    if (signal?.aborted) break;
  }
  return { loss: average.loss!, metrics: average.metrics, standardErrors: errors.values };
}

/** Standard errors of metrics over the examples of a data set. */
class ErrorsByName {
  private readonly byName = new Map<string, RunningStandardError>();
  private weights: Float32Array | undefined;
  private done = 0;

  constructor(
    private readonly model: LatentVariableModel,
    private readonly data: TrainingData,
  ) {}

  /** Adds the values of each example of the next batch, by the metric's name. */
  add(values: NonNullable<BatchResult['examples']>, batchSize: number): void {
    const entries = Object.entries(values);
    if (this.done === 0 && entries.length > 0 && !isInParts(this.data)) {
      this.weights = exampleWeights(this.model, this.data);
    }
    for (const [name, ofExamples] of entries) {
      const error = this.byName.get(name) ?? new RunningStandardError();
      this.byName.set(name, error);
      ofExamples.forEach((value, row) => error.add(value, this.weights?.[this.done + row]));
    }
    this.done += batchSize;
  }

  get values(): Metrics {
    return Object.fromEntries(
      [...this.byName].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])),
    );
  }
}
