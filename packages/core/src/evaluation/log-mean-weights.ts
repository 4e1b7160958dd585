/** Running log(mean(exp(x))) of each of many rows. The maximum so far is subtracted before exp. */
export class LogMeanWeights {
  private readonly greatest: Float64Array;
  private readonly sums: Float64Array;
  private count = 0;

  constructor(rows: number) {
    this.greatest = new Float64Array(rows).fill(-Infinity);
    this.sums = new Float64Array(rows);
  }

  /** Adds one value per row, beginning at an offset of an array. */
  add(values: ArrayLike<number>, offset: number): void {
    this.count++;
    for (let row = 0; row < this.sums.length; row++) {
      const value = values[offset + row]!;
      const greatest = this.greatest[row]!;
      if (value > greatest) {
        this.sums[row] = this.sums[row]! * Math.exp(greatest - value) + 1;
        this.greatest[row] = value;
      } else if (value > -Infinity || Number.isNaN(value)) {
        this.sums[row] = this.sums[row]! + Math.exp(value - greatest);
      }
    }
  }

  get values(): Float64Array {
    return this.greatest.map((greatest, row) => greatest + Math.log(this.sums[row]! / this.count));
  }
}
