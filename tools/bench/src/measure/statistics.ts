/** A number that was measured several times. */
export interface Measured {
  readonly median: number;
  /** The first and the third quartile. */
  readonly quartiles: readonly [number, number];
  readonly lowest: number;
  readonly highest: number;
  readonly count: number;
}

/** @throws RangeError where nothing was measured. */
export function measured(values: readonly number[]): Measured {
  if (values.length === 0) throw new RangeError('There is no median of no values.');
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    quartiles: [quantile(sorted, 0.25), quantile(sorted, 0.75)],
    lowest: sorted[0]!,
    highest: sorted.at(-1)!,
    count: sorted.length,
  };
}

/** Between the two nearest of the sorted values, linearly. */
function quantile(sorted: readonly number[], share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const lower = sorted[below]!;
  const upper = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return lower + (position - below) * (upper - lower);
}

/**
 * The quotient of two geometric means is the geometric mean of the quotients: a ratio of paired
 * times that agrees with the times themselves.
 *
 * @throws RangeError where nothing was measured.
 */
export function geometricMean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('There is no mean of no values.');
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/**
 * How many times as long one engine took as another, round by round: what slows the whole machine
 * for a while slows both, and so does not show.
 *
 * @throws RangeError where they were not measured in the same rounds.
 */
export function ratio(times: readonly number[], reference: readonly number[]): Measured {
  if (times.length !== reference.length) {
    throw new RangeError(`${times.length} rounds can't be compared with ${reference.length}.`);
  }
  return measured(times.map((time, round) => time / reference[round]!));
}
