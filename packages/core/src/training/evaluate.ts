import { dispose } from '@tensorflow/tfjs-core';

import type { LatentVariableModel } from '../graph/model.js';
import type { Objective } from '../objectives/objective.js';
import { RunningAverage } from './average.js';
import { BatchReader } from './batches.js';
import { type Dataset, checkData } from './dataset.js';
import { EagerEvaluator } from './eager-step.js';
import { Pause } from './pause.js';
import type { Metrics } from '../run/metrics-row.js';
import type { Evaluator } from './step.js';

export interface EvaluateOptions {
  readonly data: Dataset;
  readonly objective: Objective;
  readonly batchSize: number;
  /** Names the noise; 0 is a seed. */
  readonly seed: number;
  /** Ends evaluation after the current batch, with the terms so far. */
  readonly signal?: AbortSignal | undefined;
  readonly onBatch?: ((done: number, batches: number) => void) | undefined;
}

/**
 * The named terms of a model over a data set, each summed over the event and averaged over the examples.
 *
 * The same seed gives the same noise, so that two evaluations differ only by what the model learned between them.
 */
export async function evaluate(model: LatentVariableModel, options: EvaluateOptions): Promise<Metrics> {
  checkData(model, options.data);
  return evaluateWith(new EagerEvaluator(model, options.objective), model, options, 0);
}

export async function evaluateWith(
  evaluator: Evaluator,
  model: LatentVariableModel,
  { data, batchSize, seed, signal, onBatch }: Omit<EvaluateOptions, 'objective'>,
  step: number,
): Promise<Metrics> {
  const reader = new BatchReader(model, data, batchSize, seed);
  const average = new RunningAverage();
  const pause = new Pause();
  let done = 0;
  for (const batch of reader.ordered('evaluation')) {
    average.add(await evaluator.evaluate(batch, { step, seed }), batch.size);
    dispose([...batch.inputs, ...batch.noise]);
    onBatch?.(++done, reader.batchesPerPass);
    await pause.ifDue();
    if (signal?.aborted) break;
  }
  return average.metrics;
}
