/** log(mean(exp(x))) of each of many rows, as their values come: the greatest so far is taken out before exp. */
export class LogMeanWeights {
  private readonly greatest: Float64Array;
  private readonly sums: Float64Array;
  private count = 0;

  constructor(rows: number) {
    this.greatest = new Float64Array(rows).fill(-Infinity);
    this.sums = new Float64Array(rows);
  }

  /** Adds a value for each row, from where they begin in an array. */
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
