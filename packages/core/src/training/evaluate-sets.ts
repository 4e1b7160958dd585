import type { LatentVariableModel } from '../graph/model.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';
import { evaluateWith } from './evaluate.js';
import { checkFinite } from './finite.js';
import type { TrainingStep } from './step.js';
import type { TrainOptions } from './train-options.js';

/** Metrics of the validation and test sets, if there are any. */
export type SetMetrics = Pick<MetricsRow, 'validation' | 'test'>;

/**
 * Evaluates the validation and test sets of a training after an epoch. Undefined if the signal was
 * aborted.
 *
 * @throws HelmholtzError (`numerics`) for metrics that are not finite.
 */
export async function evaluateSets(
  step: TrainingStep,
  model: LatentVariableModel,
  options: TrainOptions,
  moment: { readonly epoch: number; readonly step: number },
): Promise<SetMetrics | undefined> {
  const evaluated: { validation?: Metrics; test?: Metrics } = {};
  for (const set of ['validation', 'test'] as const) {
    const data = options[set];
    if (!data) continue;
    const result = options.signal?.aborted
      ? undefined
      : await evaluateWith(step, model, { ...options, data });
    if (!result || options.signal?.aborted) return undefined;
    checkFinite(result, { ...moment, set });
    evaluated[set] = result.metrics;
  }
  return evaluated;
}
