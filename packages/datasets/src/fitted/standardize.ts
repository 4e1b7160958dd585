/**
 * How numbers are standardized: not at all; by mean and standard deviation; by median and
 * interquartile range; from the smallest at 0 to the largest at 1; divided by the mean, so that
 * positive numbers stay positive; squeezed between 0 and 1, without 0 and 1 themselves.
 */
export type StandardizeMethod = 'none' | 'standard' | 'robust' | 'unit' | 'mean' | 'squeeze';

/**
 * A method, and whether each element or each channel, which is the last axis, has its own center
 * and scale, or all elements share one.
 */
export interface Standardize {
  readonly method: StandardizeMethod;
  readonly by: 'element' | 'channel' | 'whole';
}

/** An element is (number - center) / scale. */
export interface CenterAndScale {
  readonly center: number;
  readonly scale: number;
}

/** Interquartile range of a standard normal distribution. */
const NORMAL_QUARTILES = 1.3489795003921634;

/**
 * Fits a center and a scale to numbers.
 *
 *     standard: mean, standard deviation        robust: median, interquartile range / 1.349
 *     unit: minimum, maximum - minimum          none: 0, 1
 *     mean: 0, mean of the absolute numbers     squeeze: see `squeezed`, for shares from 0 to 1
 *
 * The factor 1.349 makes the scale of `robust` the standard deviation of normal numbers. If the
 * interquartile range is 0, the scale is the standard deviation. Constant numbers have the scale 1.
 *
 * @example
 * ```ts
 * import { centerAndScale } from '@helmholtz/datasets';
 *
 * console.log(centerAndScale([2, 4, 6, 8], 'unit')); // { center: 2, scale: 6 }
 * ```
 */
export function centerAndScale(values: ArrayLike<number>, method: StandardizeMethod): CenterAndScale {
  if (method === 'none') return { center: 0, scale: 1 };
  if (method === 'squeeze') return squeezed(values.length, [0, 1]);
  const numbers = Array.from(values);
  if (method === 'mean') {
    return {
      center: 0,
      scale: numbers.reduce((sum, value) => sum + Math.abs(value) / numbers.length, 0) || 1,
    };
  }
  if (method === 'unit') {
    const [minimum, maximum] = extremes(numbers);
    return { center: minimum, scale: maximum - minimum || 1 };
  }
  const mean = numbers.reduce((sum, value) => sum + value / numbers.length, 0);
  const variance = numbers.reduce((sum, value) => sum + (value - mean) ** 2 / numbers.length, 0);
  const deviation = Math.sqrt(variance) || 1;
  if (method === 'standard') return { center: mean, scale: deviation };
  const sorted = Float64Array.from(numbers).sort();
  const spread = (quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)) / NORMAL_QUARTILES;
  return { center: quantileOf(sorted, 0.5), scale: spread || deviation };
}

/**
 * Returns the center and scale that move shares inside their range, where `beta` has a density:
 *
 *     element = (share (n - 1) + 0.5) / n,    share = (number - least) / (greatest - least)
 *
 * for n training rows (Smithson and Verkuilen 2006, equation 4).
 */
export function squeezed(count: number, [least, greatest]: readonly [number, number]): CenterAndScale {
  const rows = Math.max(count, 2);
  const range = greatest - least;
  return { center: least - (0.5 / (rows - 1)) * range, scale: (rows / (rows - 1)) * range };
}

/** The quantile of ascending numbers, linear between neighbours, as NumPy has it. */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const [low, high] = [Math.floor(position), Math.ceil(position)];
  const [first, second] = [sorted[low]!, sorted[high]!];
  return first + (second - first) * (position - low);
}

export function extremes(numbers: readonly number[]): [minimum: number, maximum: number] {
  return numbers.reduce<[number, number]>(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Infinity, -Infinity],
  );
}
