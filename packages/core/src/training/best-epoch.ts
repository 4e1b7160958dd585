import { HelmholtzError, nearest } from '@helmholtz/base';
import type { Monitor } from '../objectives/objective.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';

/**
 * Finds the best epoch by the monitored metric: on the validation set if there is one, otherwise on
 * the training set. The test set is never used, so that it remains an unbiased estimate.
 */
export class BestEpoch {
  private best: { readonly epoch: number; readonly value: number } | undefined;
  private judgedBy: 'validation' | 'train' | undefined;

  /** @param minDelta smallest improvement that counts, in the units of the metric. */
  constructor(
    private readonly monitor: Monitor,
    private readonly minDelta = 0,
  ) {}

  /** Counts from 1; undefined before the first epoch. */
  get epoch(): number | undefined {
    return this.best?.epoch;
  }

  /**
   * Returns whether an epoch is better than all before it.
   *
   * @throws HelmholtzError (`usage`) if training does not report the metric.
   */
  improves(row: MetricsRow): boolean {
    this.judgedBy ??= row.validation ? 'validation' : 'train';
    const metrics = row[this.judgedBy];
    // An epoch whose validation was interrupted can't be compared.
    if (!metrics) return false;
    const value = monitored(this.monitor, metrics);
    const gain = this.best && (this.best.value - value) * (this.monitor.mode === 'min' ? 1 : -1);
    if (gain !== undefined && gain <= this.minDelta) return false;
    this.best = { epoch: row.epoch, value };
    return true;
  }
}

/**
 * Returns the value of the monitored metric.
 *
 * @throws HelmholtzError (`usage`) if it is not among the metrics.
 */
export function monitored({ metric }: Monitor, metrics: Metrics): number {
  const value = metrics[metric];
  if (value !== undefined) return value;
  throw new HelmholtzError('usage', `The metric to monitor is "${metric}", which training does not report.`, {
    hint: nearest(metric, Object.keys(metrics)),
  });
}
