import { RandomStream } from '@helmholtz/core';

import { measured } from './statistics.js';

/** A median with its bootstrap interval. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface BootstrapOptions {
  /** Probability that the interval covers the median; default 0.95. */
  readonly level?: number;
  readonly resamples?: number;
  readonly seed?: number;
}

/**
 * Median of some values with its percentile bootstrap interval (Efron 1979): the quantiles of the medians of samples
 * that are drawn from the values with replacement.
 *
 * @throws RangeError without values.
 */
export function medianInterval(
  values: readonly number[],
  { level = 0.95, resamples = 10_000, seed = 1 }: BootstrapOptions = {},
): MedianInterval {
  const { median } = measured(values);
  const random = new RandomStream(seed, 'bootstrap');
  const medians = Float64Array.from({ length: resamples }, () => {
    const resample = values.map(() => values[random.nextInteger(values.length)] ?? NaN);
    return measured(resample).median;
  }).sort();
  const tail = Math.floor(((1 - level) / 2) * resamples);
  return { median, low: medians[tail] ?? NaN, high: medians[resamples - 1 - tail] ?? NaN };
}
