import type { MetricsRow } from '../run/metrics-row.js';
import type { RunningAverage } from './average.js';
import type { SetMetrics } from './evaluate-sets.js';

type Progress = Required<Pick<MetricsRow, 'epoch' | 'step' | 'seconds' | 'learningRate' | 'coefficients'>>;

/** Returns the row of a finished epoch, without empty fields. */
export function rowOf(
  { coefficients, ...progress }: Progress,
  { metrics: train, loss, skipped }: Pick<RunningAverage, 'metrics' | 'loss' | 'skipped'>,
  evaluations: SetMetrics,
): MetricsRow {
  return {
    ...progress,
    ...(Object.keys(coefficients).length > 0 ? { coefficients } : {}),
    ...(loss === undefined ? {} : { loss }),
    train,
    ...(skipped > 0 ? { skipped } : {}),
    ...evaluations,
  };
}
