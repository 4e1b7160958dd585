import type { Metrics } from '../run/metrics-row.js';

/** The mean of metrics over examples, from means over batches that may differ in size. */
export class RunningAverage {
  private readonly sums = new Map<string, number>();
  private count = 0;

  add(metrics: Metrics, batchSize: number): void {
    this.count += batchSize;
    for (const [name, value] of Object.entries(metrics)) {
      this.sums.set(name, (this.sums.get(name) ?? 0) + value * batchSize);
    }
  }

  get metrics(): Metrics {
    return Object.fromEntries([...this.sums].map(([name, sum]) => [name, sum / this.count]));
  }
}
