import { type Support, realLine } from './support.js';

/** Rounding error of a length or an angle in float32. */
const ROUNDING = 1e-4;

const intervalSupports = new Map<string, Support>();

/**
 * Returns the support of numbers from `low` to `high`. Either may be infinite.
 *
 * @example
 * ```ts
 * import { numbersBetween } from '@helmholtz/distributions';
 *
 * const grades = numbersBetween({ low: 0, high: 20 });
 * console.log(grades.contains(20), grades.contains(21)); // true false
 * ```
 */
export function numbersBetween({ low, high }: { readonly low: number; readonly high: number }): Support {
  const key = `${low} ${high}`;
  const support = intervalSupports.get(key) ?? interval(low, high);
  intervalSupports.set(key, support);
  return support;
}

function interval(low: number, high: number): Support {
  const from = Number.isFinite(low) ? ` from ${low}` : '';
  const to = Number.isFinite(high) ? ` to ${high}` : '';
  return {
    description: from || to ? `numbers${from}${to}` : realLine.description,
    // Data and draws are float32.
    contains: (value) => Number.isFinite(value) && value >= Math.fround(low) && value <= Math.fround(high),
    within: realLine,
  };
}

/** Vectors of length 1. */
export const unitVectors: Support = {
  description: 'elements of vectors of length 1 along the last axis',
  contains: (value) => Math.abs(value) <= 1 + ROUNDING,
  eventProblem(elements) {
    const length = Math.sqrt(Array.from(elements).reduce((sum, element) => sum + element ** 2, 0));
    return Math.abs(length - 1) < ROUNDING
      ? undefined
      : `${elements.length} elements of a vector of length ${length}`;
  },
};

/** Angles in radians, within a turn of 0. */
export const angles: Support = {
  description: 'angles in radians, from -2 pi to 2 pi',
  contains: (value) => Math.abs(value) <= 2 * Math.PI + ROUNDING,
  within: realLine,
  advise: ({ minimum, maximum, whole }) =>
    whole && minimum >= -6 && maximum <= 6
      ? 'has only whole numbers, but the likelihood is for angles in radians. For integer-valued parts of a turn, multiply by 2 pi and divide by their number.'
      : undefined,
};
