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
 * Median of some values with its percentile bootstrap interval (Efron 1979): the quantiles of the
 * medians of samples that are drawn from the values with replacement.
 *
 * @throws RangeError without values.
 */
export function medianInterval(values: readonly number[], options: BootstrapOptions = {}): MedianInterval {
  return interval(values, (random) => resampled(values, random), options);
}

/**
 * Median of values that come in groups, such as rounds of several processes, with the interval of a
 * two-stage bootstrap: groups are drawn with replacement, then values of each group (Davison and
 * Hinkley 1997, section 3.8). Values of one group may differ from those of another as a whole, so
 * the interval is wider than that of `medianInterval`.
 *
 * @throws RangeError without values.
 */
export function groupedMedianInterval(
  groups: readonly (readonly number[])[],
  options: BootstrapOptions = {},
): MedianInterval {
  const draw = (random: RandomStream): number[] =>
    resampled(groups, random).flatMap((group) => resampled(group, random));
  return interval(groups.flat(), draw, options);
}

function interval(
  values: readonly number[],
  draw: (random: RandomStream) => readonly number[],
  { level = 0.95, resamples = 10_000, seed = 1 }: BootstrapOptions,
): MedianInterval {
  const { median } = measured(values);
  const random = new RandomStream(seed, 'bootstrap');
  const medians = Float64Array.from({ length: resamples }, () => measured(draw(random)).median).sort();
  const tail = Math.floor(((1 - level) / 2) * resamples);
  return { median, low: medians[tail] ?? NaN, high: medians[resamples - 1 - tail] ?? NaN };
}

function resampled<Value>(values: readonly Value[], random: RandomStream): Value[] {
  return values.map(() => values[random.nextInteger(values.length)] as Value);
}
