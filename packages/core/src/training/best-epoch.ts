import { HelmholtzError, nearest } from '@helmholtz/base';
import type { Monitor } from '../objectives/objective.js';
import type { Metrics, MetricsRow } from '../run/metrics-row.js';

/**
 * Finds the best epoch of a training by the metric that is monitored: on the validation set where there is one, else
 * on the training set. Never on the test set, which would no longer say how the model does on data it was not chosen by.
 */
export class BestEpoch {
  private best: { readonly epoch: number; readonly value: number } | undefined;
  private judgedBy: 'validation' | 'train' | undefined;

  /** @param minDelta the least improvement that counts, in the units of the metric. */
  constructor(
    private readonly monitor: Monitor,
    private readonly minDelta = 0,
  ) {}

  /** Counts from 1; undefined before the first. */
  get epoch(): number | undefined {
    return this.best?.epoch;
  }

  /**
   * Whether an epoch is better than all before it.
   *
   * @throws HelmholtzError (`usage`) where the metric is not among those that training reports.
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
 * The value of the metric that is monitored.
 *
 * @throws HelmholtzError (`usage`) where it is not among the metrics.
 */
export function monitored({ metric }: Monitor, metrics: Metrics): number {
  const value = metrics[metric];
  if (value !== undefined) return value;
  throw new HelmholtzError('usage', `The metric to monitor is "${metric}", which training does not report.`, {
    hint: nearest(metric, Object.keys(metrics)),
  });
}
