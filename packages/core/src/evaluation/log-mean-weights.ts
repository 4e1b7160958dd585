/** Running log(mean(exp(x))) of each of many rows. The maximum so far is subtracted before exp. */
export class LogMeanWeights {
  private readonly greatest: Float64Array;
  private readonly sums: Float64Array;
  private readonly squares: Float64Array;
  private count = 0;

  constructor(rows: number) {
    this.greatest = new Float64Array(rows).fill(-Infinity);
    this.sums = new Float64Array(rows);
    this.squares = new Float64Array(rows);
  }

  /** Adds one value per row, beginning at an offset of an array. */
  add(values: ArrayLike<number>, offset: number): void {
    this.count++;
    for (let row = 0; row < this.sums.length; row++) {
      const value = values[offset + row]!;
      const greatest = this.greatest[row]!;
      if (value > greatest) {
        const shrink = Math.exp(greatest - value);
        this.sums[row] = this.sums[row]! * shrink + 1;
        this.squares[row] = this.squares[row]! * shrink * shrink + 1;
        this.greatest[row] = value;
      } else if (value > -Infinity || Number.isNaN(value)) {
        const weight = Math.exp(value - greatest);
        this.sums[row] = this.sums[row]! + weight;
        this.squares[row] = this.squares[row]! + weight * weight;
      }
    }
  }

  get values(): Float64Array {
    return this.greatest.map((greatest, row) => greatest + Math.log(this.sums[row]! / this.count));
  }

  /**
   * Standard error of each row's value by the delta method: the relative standard error of the mean
   * of exp(x). NaN for one value.
   */
  get standardErrors(): Float64Array {
    const { count } = this;
    return this.sums.map((sum, row) => {
      // Zero but for rounding where all weights are equal.
      const relative = Math.max((count * this.squares[row]!) / (sum * sum) - 1, 0);
      return Math.sqrt(relative / (count - 1));
    });
  }
}
