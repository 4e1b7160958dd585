/**
 * Returns the standard error of a mean of values with weights of mean 1, from two passes. Zero for
 * one value.
 */
export function standardErrorOf(
  values: readonly number[],
  mean: number,
  weightOf: (index: number) => number = () => 1,
): number {
  const count = values.length;
  const squares = values.reduce((sum, value, index) => sum + (weightOf(index) * (value - mean)) ** 2, 0);
  return Math.sqrt(squares / Math.max(count - 1, 1) / count);
}

/**
 * Standard error of a weighted mean, from values that are added one at a time:
 *
 *     sqrt(n / (n - 1) sum of w^2 (v - mean)^2) / sum of w
 *
 * With equal weights it is the standard deviation divided by the square root of their number. Undefined
 * for fewer than two values.
 */
export class RunningStandardError {
  private count = 0;
  /** The first value, subtracted from all so that no digits are lost. */
  private origin = 0;
  private weights = 0;
  private values = 0;
  private squaredWeights = 0;
  private squaredWeightedValues = 0;
  private crossed = 0;

  add(value: number, weight = 1): void {
    if (this.count++ === 0) this.origin = value;
    const shifted = value - this.origin;
    this.weights += weight;
    this.values += weight * shifted;
    this.squaredWeights += weight ** 2;
    this.crossed += weight ** 2 * shifted;
    this.squaredWeightedValues += (weight * shifted) ** 2;
  }

  get value(): number | undefined {
    const { count, weights, squaredWeights, crossed, squaredWeightedValues } = this;
    if (count < 2) return undefined;
    const mean = this.values / weights;
    // Zero but for rounding where all values are equal.
    const squares = Math.max(squaredWeightedValues - 2 * mean * crossed + mean ** 2 * squaredWeights, 0);
    return Math.sqrt((squares * count) / (count - 1)) / weights;
  }
}
