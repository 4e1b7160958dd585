/** How far the losses of the same updates may lie apart, relative. */
export const TOLERANCE = 1e-4;

/**
 * Losses that an engine had for the updates that all engines do on the same weights, data and
 * noise.
 */
export interface Losses {
  readonly engine: string;
  readonly losses: readonly number[];
}

export interface Agreement {
  /** The losses that most engines agree on. */
  readonly losses: readonly number[];
  /** The greatest relative difference from them. */
  readonly difference: number;
  /** The engines that do other work than the rest, with the update at which that is seen first. */
  readonly disagreeing: readonly {
    readonly engine: string;
    readonly update: number;
    readonly loss: number | undefined;
  }[];
}

/**
 * Compares the losses of engines, update by update, with the median of all.
 *
 * @throws RangeError where there are none.
 */
export function agreement(all: readonly Losses[], tolerance = TOLERANCE): Agreement {
  const updates = Math.max(0, ...all.map(({ losses: { length } }) => length));
  if (updates === 0) throw new RangeError('There are no losses to compare.');
  const losses = Array.from({ length: updates }, (_, update) =>
    middle(all.map((each) => each.losses[update] ?? NaN)),
  );
  const difference = (loss: number | undefined, update: number): number => {
    const agreed = losses[update] ?? NaN;
    const apart = Math.abs((loss ?? NaN) - agreed) / Math.max(Math.abs(agreed), Number.MIN_VALUE);
    return Number.isNaN(apart) ? Infinity : apart;
  };
  const disagreeing = all.flatMap(({ engine, losses: own }) => {
    const update = losses.findIndex((_, index) => !(difference(own[index], index) <= tolerance));
    return update < 0 ? [] : [{ engine, update, loss: own[update] }];
  });
  const differences = all.flatMap(({ losses: own }) =>
    losses.map((_, index) => difference(own[index], index)),
  );
  return { losses, difference: Math.max(...differences), disagreeing };
}

/**
 * One of the values, not a mean of two: with two groups of engines the smaller differs from it. NaN
 * only if all are.
 */
function middle(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? NaN;
}
