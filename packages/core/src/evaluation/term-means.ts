/** Means over draws of several named terms of each example, batch after batch. */
export class TermMeans {
  private readonly byName = new Map<string, number[]>();

  /** Means of a batch that begins. They count when they are ended. */
  begin(rows: number, samples: number): BatchMeans {
    return new BatchMeans(rows, samples, (name, means) => {
      const collected = this.byName.get(name) ?? [];
      for (const mean of means) collected.push(mean);
      this.byName.set(name, collected);
    });
  }

  values(name: string): Float64Array {
    return Float64Array.from(this.byName.get(name) ?? []);
  }
}

class BatchMeans {
  private readonly sums = new Map<string, Float64Array>();

  constructor(
    private readonly rows: number,
    private readonly samples: number,
    private readonly finish: (name: string, means: Float64Array) => void,
  ) {}

  /** Adds the draws of a term: [draws, rows], or [rows] if all draws have the same values. */
  add(name: string, values: ArrayLike<number>, draws: number): void {
    const sum = this.sums.get(name) ?? new Float64Array(this.rows);
    this.sums.set(name, sum);
    for (let draw = 0; draw < draws; draw++) {
      const start = (draw * this.rows) % values.length;
      for (let row = 0; row < this.rows; row++) sum[row]! += values[start + row]! / this.samples;
    }
  }

  end(): void {
    for (const [name, sum] of this.sums) this.finish(name, sum);
  }
}
