/** Bars of a histogram, of equal width from `low` to `high`. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Facts of the numbers of a column, in their own units. */
export interface NumberLook {
  /** Numbers that are finite. */
  readonly count: number;
  readonly zeros: number;
  /** Different numbers. */
  readonly unique: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  /** Standard deviation. */
  readonly deviation: number;
  /** Third standardized moment; 0 for constant numbers. */
  readonly skewness: number;
  /** Quantiles at 1, 25, 50, 75 and 99 per cent. */
  readonly quantiles: readonly [number, number, number, number, number];
  /** Whether all numbers are whole. */
  readonly whole: boolean;
  readonly histogram: Histogram;
  /** Repeated number far from all others, such as -999, which may stand for missing values. */
  readonly sentinel?: { readonly value: number; readonly count: number } | undefined;
}

const BARS = 16;

/**
 * Summarizes numbers. Infinite numbers and NaN are left out.
 *
 * @param bars bars of the histogram. Whole numbers of a small range get one bar each.
 *
 * @example
 * ```ts
 * import { lookAtNumbers } from '@helmholtz/datasets';
 *
 * const { mean, quantiles, unique } = lookAtNumbers([1, 2, 2, 3, NaN]);
 * console.log(mean, quantiles[2], unique); // 2 2 3
 * ```
 */
export function lookAtNumbers(values: ArrayLike<number>, bars = BARS): NumberLook {
  const numbers = Float64Array.from(values).filter((value) => Number.isFinite(value));
  numbers.sort();
  const count = numbers.length;
  const [minimum, maximum] = count === 0 ? [0, 0] : [numbers[0]!, numbers[count - 1]!];
  const mean = numbers.reduce((sum, value) => sum + value / count, 0);
  const moment = (power: number): number =>
    numbers.reduce((sum, value) => sum + (value - mean) ** power / count, 0);
  const deviation = minimum === maximum ? 0 : Math.sqrt(moment(2));
  let unique = 0;
  numbers.forEach((value, index) => (unique += index === 0 || value !== numbers[index - 1] ? 1 : 0));
  const whole = numbers.every((value) => Number.isInteger(value));
  const at = (share: number): number => quantile(numbers, share);
  const sentinel = sentinelOf(numbers);
  return {
    ...(sentinel ? { sentinel } : {}),
    count,
    zeros: numbers.reduce((sum, value) => sum + (value === 0 ? 1 : 0), 0),
    unique,
    minimum,
    maximum,
    mean,
    deviation,
    skewness: deviation === 0 ? 0 : moment(3) / deviation ** 3,
    quantiles: [at(0.01), at(0.25), at(0.5), at(0.75), at(0.99)],
    whole,
    histogram: histogramOf(numbers, whole && maximum - minimum < bars ? maximum - minimum + 1 : bars, whole),
  };
}

/** A code of missing values is repeated. */
const LEAST_REPEATS = 3;
const LEAST_SHARE = 0.002;

/** The least or greatest number, if it is repeated and further from the others than these reach. */
function sentinelOf(sorted: Float64Array): NumberLook['sentinel'] {
  const ends = [sorted, sorted.map((value) => -value).reverse()].map((ascending, side) => {
    const [value = 0] = ascending;
    const count = ascending.findIndex((other) => other !== value);
    const next = ascending[count] ?? value;
    const reach = (ascending.at(-1) ?? next) - next;
    const isFar = count > 0 && next - value > reach && reach > 0 && value !== 0;
    const isRepeated = count >= LEAST_REPEATS && count >= LEAST_SHARE * ascending.length;
    return isFar && isRepeated ? { value: side === 0 ? value : -value, count } : undefined;
  });
  return ends.find((end) => end !== undefined);
}

/** Quantile of sorted numbers, linear between neighbours. */
function quantile(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return 0;
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (position - below) * (sorted[above]! - sorted[below]!);
}

function histogramOf(sorted: Float64Array, bars: number, whole: boolean): Histogram {
  const [low = 0, most = low] = [sorted[0], sorted.at(-1)];
  const high = whole ? most + 1 : most;
  const counts = new Array<number>(bars).fill(0);
  const width = (high - low) / bars;
  for (const value of sorted) {
    const bar = width > 0 ? Math.floor((value - low) / width) : 0;
    counts[Math.min(bar, bars - 1)]! += 1;
  }
  return { low, high, counts };
}
