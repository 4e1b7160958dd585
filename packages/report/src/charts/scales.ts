import { ticks } from 'd3-array';

export type Range = [low: number, high: number];

/** Returns about eight evenly spaced integers in a range. */
export function integerTicks(low: number, high: number): number[] {
  return ticks(low, high, 8).filter(Number.isInteger);
}

/**
 * Returns the range of the finite values, widened by a fraction of itself on each side. A single
 * value is in the middle of its range.
 */
export function paddedRange(values: Iterable<number>, fraction: number): Range {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) return [0, 1];
  const padding = low === high ? Math.max(0.5, Math.abs(low) * 1e-3) : (high - low) * fraction;
  return [low - padding, high + padding];
}

/** Returns ranges of equal length around points, for a square frame. */
export function squareRanges(
  points: readonly { readonly x: number; readonly y: number }[],
): [x: Range, y: Range] {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const [x, y] = [paddedRange(xs, 0.04), paddedRange(ys, 0.04)];
  const half = Math.max(x[1] - x[0], y[1] - y[0]) / 2;
  const around = ([low, high]: Range): Range => [(low + high) / 2 - half, (low + high) / 2 + half];
  return [around(x), around(y)];
}
