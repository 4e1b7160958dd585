import { type Dataset, exampleLength } from '../dataset.js';
import type { NumberSummary } from './fitted.js';

/**
 * Mean, deviation and range of each element over the examples of a data set. Numbers that are not
 * finite are left out.
 */
export interface ElementMoments {
  readonly means: Float64Array;
  readonly deviations: Float64Array;
  readonly minima: Float64Array;
  readonly maxima: Float64Array;
  /** Number of finite values. */
  readonly counts: Float64Array;
}

const CHUNK_VALUES = 2 ** 18;

/** Reads every example once (Welford 1962). */
export function elementMoments(dataset: Dataset): ElementMoments {
  const length = exampleLength(dataset.shape);
  const counts = new Float64Array(length);
  const means = new Float64Array(length);
  const squares = new Float64Array(length);
  const minima = new Float64Array(length).fill(Infinity);
  const maxima = new Float64Array(length).fill(-Infinity);
  for (const values of chunksOf(dataset)) {
    for (let at = 0; at < values.length; at++) {
      const value = values[at]!;
      if (!Number.isFinite(value)) continue;
      const element = at % length;
      const difference = value - means[element]!;
      means[element]! += difference / ++counts[element]!;
      squares[element]! += difference * (value - means[element]!);
      if (value < minima[element]!) minima[element] = value;
      if (value > maxima[element]!) maxima[element] = value;
    }
  }
  // An element without a finite number has no range.
  counts.forEach((count, element) => {
    if (count === 0) minima[element] = maxima[element] = 0;
  });
  const deviations = squares.map((square, element) => Math.sqrt(square / Math.max(counts[element]!, 1)));
  return { means, deviations, minima, maxima, counts };
}

/** The numbers of all elements together. */
export function summaryOfElements(moments: ElementMoments): NumberSummary {
  const { means, deviations, minima, maxima, counts } = moments;
  const average = averageOver(counts);
  const mean = average(means);
  const variance = average(
    means.map((own, element) => (own - mean) ** 2 + deviations[element]! * deviations[element]!),
  );
  const finite = (values: Float64Array): Float64Array => values.filter((_, element) => counts[element]! > 0);
  return {
    mean,
    deviation: Math.sqrt(variance),
    minimum: finite(minima).reduce((least, value) => Math.min(least, value), Infinity),
    maximum: finite(maxima).reduce((most, value) => Math.max(most, value), -Infinity),
  };
}

/** Average over elements, weighed by their numbers of values where some are missing. */
function averageOver(counts: Float64Array): (values: Float64Array) => number {
  const [first = 0] = counts;
  if (counts.every((count) => count === first))
    return (values) => values.reduce((sum, value) => sum + value / values.length, 0);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return (values) => values.reduce((sum, value, element) => sum + (value * counts[element]!) / total, 0);
}

/** The values of examples in their order, some at a time. */
export function* chunksOf(dataset: Dataset, stride = 1): Generator<Float32Array> {
  const length = exampleLength(dataset.shape);
  const rows = Math.max(Math.floor(CHUNK_VALUES / length), 1);
  const total = Math.ceil(dataset.size / stride);
  for (let start = 0; start < total; start += rows) {
    const count = Math.min(rows, total - start);
    const values = new Float32Array(count * length);
    dataset.read(
      Array.from({ length: count }, (_, row) => (start + row) * stride),
      values,
      { next: () => 0.5 },
    );
    yield values;
  }
}
