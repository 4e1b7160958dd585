import type { Value } from './textbook.js';

/**
 * Points at which a density is summed, with their weights: a step of a quadrature, or 1 for
 * discrete values.
 */
export type Measure = readonly { readonly value: Value; readonly weight: number }[];

/**
 * The trapezoidal rule between two ends where the density vanishes, or is smooth and the steps
 * many.
 */
export function quadrature(from: number, to: number, steps = 2000): Measure {
  const step = (to - from) / steps;
  return Array.from({ length: steps + 1 }, (_, index) => ({
    value: Math.fround(from + index * step),
    weight: index % steps === 0 ? step / 2 : step,
  }));
}

/** All pairs of the points of two measures: one of vectors of two elements. */
export function product(first: Measure, second: Measure): Measure {
  return first.flatMap((one) =>
    second.map((other) => ({
      value: [one.value, other.value] as readonly number[],
      weight: one.weight * other.weight,
    })),
  );
}

/** Each whole number from 0 to below `end`. */
export function counts(end: number): Measure {
  return Array.from({ length: end }, (_, value) => ({ value, weight: 1 }));
}

/**
 * The trapezoidal rule for a density on (0, 1), by the logit of its values. It is exact for
 * densities that behave like powers at the ends, too.
 */
export function unitQuadrature(steps = 2000): Measure {
  return quadrature(-16, 16, steps).map(({ value: logit, weight }) => {
    const value = 1 / (1 + Math.exp(-(logit as number)));
    return { value: Math.fround(value), weight: weight * value * (1 - value) };
  });
}
