import { allCoefficients } from '../objectives/coefficients.js';
import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { checkDistributions } from '../objectives/check-distributions.js';
import { ObjectiveEvaluator } from '../evaluation/objective-evaluator.js';
import { RunningAverage } from './average.js';
import { BatchReader } from './batches.js';
import { checkData } from './check-data.js';
import { type BatchSize, type TrainingData, isInParts, wholeBatchSize } from './data-parts.js';
import { EagerEvaluator } from './eager-step.js';
import type { StepCompiler } from './step-compiler.js';
import { weightedObjective } from './example-weights.js';
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
export async function evaluate(model: LatentVariableModel, unweighted: EvaluateOptions): Promise<Metrics> {
  const objective = weightedObjective(unweighted.objective, model);
  const options = { ...unweighted, objective };
  const { compile } = options;
  checkDistributions(objective, model);
  checkData(model, options.data);
  if (!compile) return (await evaluateWith(new EagerEvaluator(model, objective), model, options)).metrics;
  const evaluator = new ObjectiveEvaluator(model, objective, compile);
  const evaluation = evaluateWith(evaluator, model, options);
  return (await evaluation.finally(() => evaluator.dispose())).metrics;
}

/** Like `evaluate`, with an evaluator. */
export async function evaluateWith(
  evaluator: Evaluator,
  model: LatentVariableModel,
  { data, objective, batchSize, seed, signal, onBatch }: EvaluateOptions,
): Promise<BatchResult> {
  const size = isInParts(data) ? batchSize : wholeBatchSize(batchSize);
  const reader = new BatchReader(model, data, size, seed, objective);
  const coefficients = allCoefficients(objective, undefined, reader);
  const average = new RunningAverage();
  const pause = new Pause();
  let done = 0;
  for (const batch of reader.ordered('evaluation')) {
    average.add(await evaluator.evaluate(batch, coefficients), batch.size);
    onBatch?.(++done, reader.batchesPerPass);
    await pause.ifDue();
    if (signal?.aborted) break;
  }
  return { loss: average.loss!, metrics: average.metrics };
}
