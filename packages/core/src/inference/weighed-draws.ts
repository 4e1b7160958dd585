import type { RandomStream } from '@helmholtz/distributions';

/**
 * Weighted average of the draws of each row, or one draw chosen by its weight. Draws are added in
 * parts, so that the memory does not grow with their number.
 */
export class WeighedDraws {
  private readonly greatest: Float64Array;
  private readonly totals: Float64Array;
  private readonly sums: Float64Array;

  /** @param random chooses one draw; without it, the draws are averaged. */
  constructor(
    private readonly rows: number,
    private readonly size: number,
    private readonly random: RandomStream | undefined,
  ) {
    this.greatest = new Float64Array(rows).fill(-Infinity);
    this.totals = new Float64Array(rows);
    this.sums = new Float64Array(rows * size);
  }

  /**
   * Adds draws.
   *
   * @param logWeights [draws, rows].
   * @param values [draws, rows, size], or [rows, size] if all draws have the same.
   */
  add(logWeights: ArrayLike<number>, values: ArrayLike<number>, draws: number): void {
    for (let draw = 0; draw < draws; draw++) {
      for (let row = 0; row < this.rows; row++) {
        const at = draw * this.rows + row;
        const start = (at * this.size) % values.length;
        if (this.random) this.choose(row, logWeights[at]! + gumbel(this.random), values, start);
        else this.average(row, logWeights[at]!, values, start);
      }
    }
  }

  get values(): Float32Array {
    if (this.random) return Float32Array.from(this.sums);
    return Float32Array.from(this.sums, (sum, at) => sum / this.totals[Math.floor(at / this.size)]!);
  }

  /** The largest log-weight with Gumbel noise is a draw in proportion to the weights. */
  private choose(row: number, value: number, values: ArrayLike<number>, start: number): void {
    if (!(value > this.greatest[row]!)) return;
    this.greatest[row] = value;
    for (let at = 0; at < this.size; at++) this.sums[row * this.size + at] = values[start + at]!;
  }

  private average(row: number, logWeight: number, values: ArrayLike<number>, start: number): void {
    const greatest = this.greatest[row]!;
    if (logWeight > greatest) {
      this.greatest[row] = logWeight;
      const shrink = Math.exp(greatest - logWeight);
      this.totals[row]! *= shrink;
      for (let at = 0; at < this.size; at++) this.sums[row * this.size + at]! *= shrink;
    }
    const weight = Math.exp(logWeight - this.greatest[row]!);
    this.totals[row]! += weight;
    for (let at = 0; at < this.size; at++) this.sums[row * this.size + at]! += weight * values[start + at]!;
  }
}

function gumbel(random: RandomStream): number {
  return -Math.log(-Math.log(random.next() || Number.MIN_VALUE));
}
