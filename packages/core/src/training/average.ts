import type { Metrics } from '../run/metrics-row.js';
import type { PartialMean } from '../run/snapshot.js';

/** The mean of metrics over examples, from means over batches that may differ in size. */
export class RunningAverage {
  private readonly sums: Map<string, number>;
  private count: number;
  /** Batches that were left out. */
  skipped: number;

  /** @param from what has been summed up already. */
  constructor({ count, skipped, sums }: PartialMean = { count: 0, skipped: 0, sums: {} }) {
    this.count = count;
    this.skipped = skipped;
    this.sums = new Map(Object.entries(sums));
  }

  add(metrics: Metrics, batchSize: number): void {
    this.count += batchSize;
    for (const [name, value] of Object.entries(metrics)) {
      this.sums.set(name, (this.sums.get(name) ?? 0) + value * batchSize);
    }
  }

  get metrics(): Metrics {
    return Object.fromEntries([...this.sums].map(([name, sum]) => [name, sum / this.count]));
  }

  get partial(): PartialMean {
    return { count: this.count, skipped: this.skipped, sums: Object.fromEntries(this.sums) };
  }
}
