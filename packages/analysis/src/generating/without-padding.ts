import { type Examples, sizeOf } from '@helmholtz/core';
import { type Dataset, paddedElements } from '@helmholtz/datasets';

/** Returns 1 for elements of padded steps, by the examples as they are, where these are NaN. */
export function paddingOf(data: Dataset, { values }: Pick<Examples, 'values'>): Uint8Array {
  const length = sizeOf(data.shape);
  const marks = new Uint8Array(values.length);
  if (!data.padded) return marks;
  for (let at = 0; at < values.length; at += length) {
    marks.set(paddedElements(data, values.subarray(at, at + length)), at);
  }
  return marks;
}

/** Returns examples with NaN in the padded steps of the original examples. */
export function withoutPadding(data: Dataset, original: Examples, examples: Examples): Examples {
  if (!data.padded) return examples;
  const padding = paddingOf(data, original);
  return { ...examples, values: examples.values.map((value, at) => (padding[at] ? NaN : value)) };
}
