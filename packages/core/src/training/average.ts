import type { Metrics } from '../run/metrics-row.js';
import type { PartialMean } from '../run/snapshot.js';
import type { BatchResult } from './step.js';

/** Mean of the loss and the metrics over examples, from means over batches of different sizes. */
export class RunningAverage {
  private readonly sums: Map<string, number>;
  private count: number;
  /** Undefined if the partial mean holds no loss. */
  private lossSum: number | undefined;
  /** Number of skipped batches. */
  skipped: number;

  /** @param from partial mean to continue. */
  constructor({ count, skipped, sums, loss }: PartialMean = { count: 0, skipped: 0, sums: {} }) {
    this.count = count;
    this.lossSum = count === 0 ? 0 : loss;
    this.skipped = skipped;
    this.sums = new Map(Object.entries(sums));
  }

  add({ loss, metrics }: Pick<BatchResult, 'loss' | 'metrics'>, batchSize: number): void {
    this.count += batchSize;
    if (this.lossSum !== undefined) this.lossSum += loss * batchSize;
    for (const [name, value] of Object.entries(metrics)) {
      this.sums.set(name, (this.sums.get(name) ?? 0) + value * batchSize);
    }
  }

  get metrics(): Metrics {
    return Object.fromEntries([...this.sums].map(([name, sum]) => [name, sum / this.count]));
  }

  /** Undefined before the first batch. */
  get loss(): number | undefined {
    return this.lossSum === undefined || this.count === 0 ? undefined : this.lossSum / this.count;
  }

  get partial(): PartialMean {
    const { count, skipped, sums, lossSum } = this;
    const loss = lossSum === undefined ? {} : { loss: lossSum };
    return { count, skipped, sums: Object.fromEntries(sums), ...loss };
  }
}
