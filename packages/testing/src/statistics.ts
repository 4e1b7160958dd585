/** Statistics for the tests of random numbers and samples. */

export function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The mean of the n-th power of the standardized values: 0 and 1 for n = 1 and 2, skewness for 3,
 * kurtosis for 4.
 */
export function standardizedMoment(values: ArrayLike<number>, order: number): number {
  const location = mean(values);
  const scale = Math.sqrt(variance(values));
  return mean(Array.from(values, (value) => ((value - location) / scale) ** order));
}

export function variance(values: ArrayLike<number>): number {
  const location = mean(values);
  return mean(Array.from(values, (value) => (value - location) ** 2));
}

export function correlation(first: ArrayLike<number>, second: ArrayLike<number>): number {
  const [firstMean, secondMean] = [mean(first), mean(second)];
  const covariance = mean(
    Array.from(first, (value, index) => (value - firstMean) * (second[index]! - secondMean)),
  );
  return covariance / Math.sqrt(variance(first) * variance(second));
}

/** How many of the values fall in each of `bins` equal parts of [0, 1). */
export function histogram(values: ArrayLike<number>, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of Array.from(values)) counts[Math.floor(value * bins)]!++;
  return counts;
}

/**
 * How far counts are from being equally likely, as a standard normal score: the chi-square
 * statistic through the Wilson-Hilferty cube root. Large for counts that are too uneven, very
 * negative for counts that are too even.
 */
export function unevenness(counts: readonly number[]): number {
  const expected = mean(counts);
  const degrees = counts.length - 1;
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  const spread = 2 / (9 * degrees);
  return (Math.cbrt(chiSquare / degrees) - (1 - spread)) / Math.sqrt(spread);
}
